/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentSettingsTest {

  private static final String FILE =
      """
      namespace: Mine
      region: eu-central-1
      runbooks: https://example.com/alarms
      mail:
        critical: [a@example.com, b@example.com]
        high: c@example.com
        medium: none
      https:
        high: https://example.com/hook
      sqs:
        medium: arn:aws:sqs:eu-west-1:123456789012:alarms
      threshold:
        queue-backing-up: 200
      """;

  private final List<AlarmDefinition> definitions =
      DefinitionLoader.loadAll(Repository.root().resolve("alarms"));

  @TempDir private Path directory;

  @Test
  void aFileNamesWhatDiffersInItsEnvironment() throws IOException {
    EnvironmentSettings prod = load(FILE, Map.of());
    assertThat(prod.stackName()).isEqualTo("runwatch-prod");
    assertThat(prod.namespace()).isEqualTo("Mine");
    assertThat(prod.region()).hasValue("eu-central-1");
    assertThat(prod.destinations(Severity.CRITICAL).mail())
        .containsExactly("a@example.com", "b@example.com");
    assertThat(prod.destinations(Severity.HIGH))
        .isEqualTo(
            new Destinations(
                List.of("c@example.com"), List.of("https://example.com/hook"), List.of()));
    assertThat(prod.destinations(Severity.MEDIUM).mail()).isEmpty();
    assertThat(prod.destinations(Severity.MEDIUM).nobody()).isFalse();
    AlarmDefinition queue = prod.deployed(definition("queue-backing-up"));
    assertThat(queue.rule().threshold()).isEqualTo(200);
    assertThat(queue.stats().get("m1").namespace()).isEqualTo("Mine");
    assertThat(prod.description(queue))
        .endsWith("Runbook: https://example.com/alarms/runbooks/queue-backing-up.md");
    assertThat(prod.deployed(definition("high-failure-rate")).rule().threshold()).isEqualTo(0.1);
  }

  @Test
  void theCommandLineReplacesWhatTheFileSays() throws IOException {
    EnvironmentSettings prod =
        load(
            FILE,
            Map.of(
                "namespace", "Other",
                "mail.high", "none",
                "mail.medium", "d@example.com, e@example.com",
                "topicArn.critical", "arn:aws:sns:eu-west-1:123456789012:pages",
                "threshold.high-failure-rate", "0.25"));
    assertThat(prod.namespace()).isEqualTo("Other");
    assertThat(prod.destinations(Severity.HIGH).mail()).isEmpty();
    assertThat(prod.destinations(Severity.MEDIUM).mail())
        .containsExactly("d@example.com", "e@example.com");
    assertThat(prod.topicArns())
        .containsExactly(Map.entry(Severity.CRITICAL, "arn:aws:sns:eu-west-1:123456789012:pages"));
    assertThat(prod.destinations(Severity.CRITICAL).nobody()).isTrue();
    assertThat(prod.deployed(definition("high-failure-rate")).rule().threshold()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mail.high | nobody | context: mail.high: 'nobody' is not allowed; write an address
          mail.high | a@b,c@example.com | 'a@b' is not allowed
          mail.high | a@example.com, | mail.high: it is empty
          https.high | http://example.com | 'http://example.com' is not allowed
          sqs.high | queue | the ARN of an SQS queue
          topicArn.high | pages | the ARN of an SNS topic
          threshold.high-failure-rate | 1.5 | 1.5 is out of range; write one from 0 to 0.99
          threshold.high-failure-rate | -0.1 | is out of range
          threshold.queue-backing-up | NaN | 'NaN' is not a number
          threshold.queue-backing | 60 | it is not a known key; did you mean threshold.queue-backing-up?
          mail.urgent | a@example.com | it is not a known key
          region | nowhere | 'nowhere' is not allowed; write a region such as eu-west-1
          namespace | AWS/Mine | context: namespace: 'AWS/Mine' is not allowed; write 1 to 255 printable ASCII
          namespace | "" | context: namespace: '' is not allowed
          region | eu-west-1,eu-west-2 | 'eu-west-1,eu-west-2' is not allowed
          """)
  void aWrongOverrideIsRefusedByItsKey(String key, String value, String message) {
    assertThatThrownBy(() -> load(FILE, Map.of(key, value)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mail: {critical: a@example.com, high: none} | mail.medium: it is missing
          region: eu-west-1 | mail.critical: it is missing; write addresses, or  mail: none
          mail: {critical: [x], high: none, medium: none} | prod.yaml:1: mail.critical: 'x'
          {mail: none, thresholds: {}} | thresholds: it is not a known field; did you mean threshold?
          {mail: none, threshold: {nonesuch: 1}} | threshold.nonesuch: it is not a known field
          {mail: none, threshold: {coordinator-down: 2}} | from 0.01 to 1
          """)
  void aWrongFileIsRefusedByLineAndField(String text, String message) {
    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownEnvironmentIsRefusedWithTheKnownOnes() throws IOException {
    load(FILE, Map.of());
    assertThatThrownBy(
            () ->
                EnvironmentSettings.load(directory, new Environment("prd"), definitions, Map.of()))
        .hasMessageContaining("'prd' is not an environment; did you mean prod? there are prod");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    Files.writeString(directory.resolve("Prod.yml"), FILE);
    assertThatThrownBy(() -> load(FILE, Map.of()))
        .hasMessageContaining("two environments have one name: Prod.yml and prod.yaml");
  }

  @Test
  void theShippedEnvironmentsAreRight() {
    Path shipped = Repository.root().resolve("infra/cdk/environments");
    for (String name : List.of("dev", "staging", "prod")) {
      EnvironmentSettings settings =
          EnvironmentSettings.load(shipped, new Environment(name), definitions, Map.of());
      assertThat(settings.region()).isPresent();
      if (name.equals("prod")) {
        for (Severity severity : Severity.values()) {
          assertThat(settings.destinations(severity).mail()).isNotEmpty();
        }
      }
    }
  }

  private AlarmDefinition definition(String name) {
    return definitions.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private EnvironmentSettings load(String text, Map<String, String> overrides) throws IOException {
    Files.writeString(directory.resolve("prod.yaml"), text);
    return EnvironmentSettings.load(directory, new Environment("prod"), definitions, overrides);
  }
}
