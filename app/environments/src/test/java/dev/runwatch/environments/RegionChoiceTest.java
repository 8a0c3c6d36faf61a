/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.metrics.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegionChoiceTest {

  private static final String WITHOUT_REGION = "[default]\noutput = json\n";

  @TempDir private Path home;

  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void inAHomeOfItsOwn() {
    variables.put("HOME", home.toString());
  }

  @Test
  void anOverrideOfTheCommandLineWins() throws IOException {
    variables.put("AWS_REGION", "eu-west-3");
    config("[default]\nregion = eu-west-2\n");
    assertThat(new RegionChoice(variables).of(settings("eu-west-1"), /* overridden= */ true))
        .isEqualTo("eu-west-1");
  }

  @Test
  void theVariablesWinOverTheProfileAndTheProfileOverTheFile() throws IOException {
    assertThat(region("eu-west-1")).isEqualTo("eu-west-1");
    config("[default]\nregion = eu-west-2\n");
    assertThat(region("eu-west-1")).isEqualTo("eu-west-2");
    variables.put("AWS_DEFAULT_REGION", "eu-west-3");
    assertThat(region("eu-west-1")).isEqualTo("eu-west-3");
    variables.put("AWS_REGION", "eu-north-1");
    assertThat(region("eu-west-1")).isEqualTo("eu-north-1");
    variables.put("AWS_REGION", " ");
    assertThat(region("eu-west-1")).isEqualTo("eu-west-3");
  }

  /** A service has no environment's file, and must publish where the alarms look. */
  @Test
  void aServiceReadsTheSettingsThatTheStackReads() throws IOException {
    assertThat(new RegionChoice(variables).ofProcess()).isEmpty();
    config("[default]\nregion = eu-west-2\n");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue(region("eu-west-1"));
    variables.put("AWS_DEFAULT_REGION", "eu-west-3");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue(region("eu-west-1"));
  }

  @Test
  void aConfigurationFileWithoutARegionDoesNotMoveTheStackToUsEast1() throws IOException {
    config(WITHOUT_REGION);
    variables.put("CDK_DEFAULT_REGION", "us-east-1");
    assertThat(region("eu-west-1")).isEqualTo("eu-west-1");
    assertThatThrownBy(() -> region("")).hasMessageContaining("prod: no region is set; set AWS_");
  }

  @Test
  void theRegionOfAProfileInTheCredentialsFileIsTheProfilesRegion() throws IOException {
    config(WITHOUT_REGION);
    credentials("[default]\naws_access_key_id = x\nregion=ap-southeast-2\n");
    variables.put("CDK_DEFAULT_REGION", "ap-southeast-2");
    assertThat(region("eu-west-1")).isEqualTo("ap-southeast-2");
    variables.remove("CDK_DEFAULT_REGION");
    assertThat(region("eu-west-1")).as("verify, without CDK").isEqualTo("ap-southeast-2");
  }

  @Test
  void aProfileIsReadFromBothFilesBeforeTheDefaultProfile() throws IOException {
    config(
        """
        # of the team
        [default]
        region = eu-west-1
        [profile ops]
        region = eu-west-2   # of the operators
        [sso-session company]
        sso_region = us-west-2
        [profile bare]
        output = json
        """);
    credentials("[ops]\nregion = eu-west-3\n");
    variables.put("AWS_PROFILE", "ops");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue("eu-west-3");
    credentials("[ops]\naws_access_key_id = x\n");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue("eu-west-2");
    variables.put("AWS_PROFILE", "bare");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue("eu-west-1");
  }

  @Test
  void theVariablesNameOtherFiles() throws IOException {
    Files.writeString(home.resolve("mine"), "[default]\nregion = eu-west-2\n");
    variables.put("AWS_CONFIG_FILE", "~/mine");
    assertThat(new RegionChoice(variables).ofProcess()).hasValue("eu-west-2");
    variables.put("AWS_CONFIG_FILE", home.resolve("none").toString());
    assertThat(new RegionChoice(variables).ofProcess()).isEmpty();
    variables.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("mine").toString());
    assertThat(new RegionChoice(variables).ofProcess()).hasValue("eu-west-2");
  }

  /** CDK reads the profile of its option and does not pass the name on. */
  @Test
  void theProfileThatCdkWasStartedWithIsFollowed() throws IOException {
    config("[default]\nregion = eu-west-1\n[profile us]\nregion = us-east-1\n");
    variables.put("CDK_DEFAULT_REGION", "us-east-1");
    assertThat(region("eu-west-1")).isEqualTo("us-east-1");
  }

  @Test
  void usEast1ThatMayBeCdksOwnDefaultIsRefused() throws IOException {
    config(WITHOUT_REGION + "[profile us]\nregion = us-east-1\n");
    variables.put("CDK_DEFAULT_REGION", "us-east-1");
    assertThatThrownBy(() -> region("eu-west-1"))
        .hasMessageContaining("set AWS_REGION, or give -c region=us-east-1");
    assertThat(region("us-east-1")).isEqualTo("us-east-1");
  }

  /** CDK asks the instance that it runs on, which verify on another machine cannot. */
  @Test
  void aRegionOfCdkThatNoProfileNamesIsNotFollowed() {
    variables.put("CDK_DEFAULT_REGION", "eu-central-1");
    assertThat(region("eu-west-1")).isEqualTo("eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_REGION", "AWS_DEFAULT_REGION"})
  void aVariableThatNamesNoRegionIsRefusedByName(String variable) {
    variables.put(variable, "Frankfurt");
    assertThatThrownBy(() -> region("eu-west-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(variable + ": 'Frankfurt' is not a region; write one such as eu-west-1");
    assertThatThrownBy(() -> new RegionChoice(variables).ofProcess())
        .hasMessageContaining("'Frankfurt' is not a region");
  }

  @Test
  void aProfileThatNamesNoRegionIsRefused() throws IOException {
    config("[default]\nregion = Frankfurt\n");
    assertThatThrownBy(() -> region("eu-west-1"))
        .hasMessage(
            "the region of the AWS profile: 'Frankfurt' is not a region; write one such as"
                + " eu-west-1");
  }

  private String region(String ofFile) {
    return new RegionChoice(variables).of(settings(ofFile), /* overridden= */ false);
  }

  private static EnvironmentSettings settings(String region) {
    return new EnvironmentSettings(
        new Environment("prod"),
        "Runwatch",
        Optional.of(region).filter(it -> !it.isEmpty()),
        "",
        "",
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of());
  }

  private void config(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve(".aws")).resolve("config"), text);
  }

  private void credentials(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve(".aws")).resolve("credentials"), text);
  }
}
