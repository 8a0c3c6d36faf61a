/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PropertyNamesTest {

  /** Settings of a meter, and what Micrometer has and this registry does not use. */
  private static final Set<String> NO_PROPERTIES =
      Set.of(
          "dimensionSets",
          "readAs",
          "prefix",
          "get",
          "of",
          "validate",
          "connectTimeout",
          "readTimeout",
          "numThreads",
          "requireValid");

  @Test
  void everySettingOfTheInterfaceIsAKnownProperty() {
    Set<String> settings =
        Arrays.stream(RunwatchCloudWatchConfig.class.getMethods())
            .map(Method::getName)
            .filter(name -> !NO_PROPERTIES.contains(name))
            .collect(Collectors.toSet());
    assertThat(PropertyNames.ALL).containsExactlyInAnyOrderElementsOf(settings);
  }

  @Test
  void everyPropertyIsInTheReadme() throws IOException {
    String readme = Files.readString(Repository.root().resolve("app/cloudwatch/README.md"));
    assertThat(PropertyNames.ALL)
        .filteredOn(name -> !name.equals("highResolution"))
        .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |"));
  }

  @Test
  void aPropertyInAnotherSpellingIsNamedWithTheRightOne() {
    Map<String, String> given =
        Map.of(
            "cloudwatch.namespace", "Shop",
            "cloudwatch.metric-set-budget", "500",
            "cloudwatch.journal_directory", "/tmp/j");
    CloudWatchConfig config = given::get;
    assertThat(PropertyNames.faults(config))
        .containsExactly(
            "The property 'cloudwatch.journal_directory' is not read; write"
                + " 'cloudwatch.journalDirectory'",
            "The property 'cloudwatch.metric-set-budget' is not read; write"
                + " 'cloudwatch.metricSetBudget'");
  }

  @Test
  void aPropertyThatIsNoSettingIsNamedWhereAllAreKnown() {
    RunwatchCloudWatchConfig config =
        RunwatchCloudWatchConfig.of(
            Map.of(
                "cloudwatch.namespace", "Shop",
                "cloudwatch.budget", "500",
                "cloudwatch.METRICSETBUDGET", "500",
                "server.port", "80"));
    assertThat(PropertyNames.faults(config))
        .hasSize(2)
        .anyMatch(it -> it.endsWith("write 'cloudwatch.metricSetBudget'"))
        .anyMatch(it -> it.contains("'cloudwatch.budget' is not read; the settings are ambiguous"));
    assertThat(config.namespace()).isEqualTo("Shop");
  }

  @Test
  void rightPropertiesHaveNoFault() {
    assertThat(
            PropertyNames.faults(
                RunwatchCloudWatchConfig.of(
                    Map.of("cloudwatch.namespace", "Shop", "cloudwatch.step", "1m"))))
        .isEmpty();
  }
}
