/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.DeployedAlarm;
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
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final String REAL =
      """
      runbooks: https://wiki.platform.internal/alarms/
      mail: {critical: oncall@platform.internal, high: oncall@platform.internal, medium: none}
      """;

  private static final Environment PROD = new Environment("prod");
  private static final Path SHIPPED = Repository.root().resolve("infra/cdk/environments");

  private final List<AlarmDefinition> definitions =
      DefinitionLoader.loadWithOptional(Repository.root().resolve("alarms"));

  private static final String DASHBOARD = "https://dashboard.platform.internal";

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
    assertThat(queue.stats().get("pending").namespace()).isEqualTo("Mine");
    assertThat(prod.description(queue, "https://d.example"))
        .endsWith(
            "Runbook: https://example.com/alarms/runbooks/queue-backing-up.md"
                + " Dashboard: https://d.example");
    assertThat(prod.deployed(definition("high-failure-rate")).rule().threshold()).isEqualTo(0.1);
  }

  @Test
  void anEnvironmentHasFourAlarmsAndTheOptionalOnesThatItNames() throws IOException {
    assertThat(load(FILE, Map.of()).alarms(definitions))
        .extracting(AlarmDefinition::name)
        .containsExactly(
            "coordinator-down", "high-failure-rate", "no-online-runners", "queue-backing-up");
    String with = FILE + "  run-waiting-too-long: 600\noptionalAlarms: [run-waiting-too-long]\n";
    EnvironmentSettings waiting = load(with, Map.of());
    assertThat(waiting.alarms(definitions))
        .hasSize(5)
        .filteredOn(AlarmDefinition::optional)
        .singleElement()
        .satisfies(it -> assertThat(it.rule().threshold()).isEqualTo(600));
    assertThat(new ExpectedEnvironment(waiting, waiting.alarms(definitions)).onDashboard())
        .hasSize(4);
    assertThat(load(FILE, Map.of("optionalAlarms", "runner-saturation, run-waiting-too-long")))
        .extracting(it -> it.alarms(definitions).size())
        .isEqualTo(6);
    assertThat(
            load(FILE + "optionalAlarms: [runner-saturation]\n", Map.of("optionalAlarms", "none")))
        .extracting(it -> it.alarms(definitions).size())
        .isEqualTo(4);
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
          optionalAlarms | runner-saturatio | 'runner-saturatio' is not an optional alarm; did you mean runner-saturation?
          optionalAlarms | disk | 'disk' is not an optional alarm; there are run-waiting-too-long, runner-saturation
          optionalAlarms | coordinator-down | 'coordinator-down' is an alarm of every environment; leave it out
          threshold.runner-saturation | 0.8 | runner-saturation is not switched on; add it to optionalAlarms
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

  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging"})
  void anEnvironmentForTrialsIsDeployedAsItIsShippedAndMailsNobody(String name) {
    EnvironmentSettings settings =
        EnvironmentSettings.loadToDeploy(SHIPPED, new Environment(name), definitions, Map.of());
    assertThat(settings.region()).isPresent();
    for (Severity severity : Severity.values()) {
      assertThat(settings.destinations(severity).mail()).isEmpty();
    }
  }

  /** A template of production that nobody edited would page a mailbox that does not exist. */
  @Test
  void theShippedProductionIsNotDeployedAndTheErrorSaysWhatToWriteWhere() {
    assertThatThrownBy(() -> EnvironmentSettings.loadToDeploy(SHIPPED, PROD, definitions, Map.of()))
        .isInstanceOf(InvalidDefinitionException.class)
        .satisfies(
            it ->
                assertThat(String.valueOf(it.getMessage()).lines())
                    .hasSize(4)
                    .allMatch(line -> line.matches(".*/prod\\.yaml:\\d+: .*"))
                    .anyMatch(line -> line.contains("runbooks: 'https://example.com/runwatch"))
                    .anyMatch(line -> line.endsWith("or give -c runbooks=https://…"))
                    .anyMatch(
                        line ->
                            line.endsWith(
                                "mail.critical: 'oncall@example.com' is a placeholder, and nobody"
                                    + " is there; write your address, or none to mail nobody, or"
                                    + " give -c mail.critical=ADDRESS")));
  }

  @Test
  void theShippedProductionIsDeployedWithValuesOfTheCommandLine() {
    Map<String, String> values =
        Map.of(
            "runbooks", "https://wiki.platform.internal/alarms",
            "mail.critical", "oncall@platform.internal",
            "mail.high", "oncall@platform.internal",
            "mail.medium", "none");
    EnvironmentSettings prod = EnvironmentSettings.loadToDeploy(SHIPPED, PROD, definitions, values);
    assertThat(prod.destinations(Severity.CRITICAL).mail())
        .containsExactly("oncall@platform.internal");
    assertThat(prod.runbooks()).isEqualTo("https://wiki.platform.internal/alarms/");
  }

  /** To look at what is deployed, and to mute it, names are enough. */
  @Test
  void placeholdersDoNotKeepAnybodyFromLookingAtAnEnvironment() {
    assertThat(EnvironmentSettings.load(SHIPPED, PROD, definitions, Map.of()).stackName())
        .isEqualTo("runwatch-prod");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mail.high | oncall@shop.test | context: mail.high: 'oncall@shop.test' is a placeholder
          https.high | https://hooks.example.org/x | https.high: 'https://hooks.example.org/x' is a placeholder, and nobody is there; write your URL, or give -c https.high=https://…
          runbooks | https://wiki.invalid/ | context: runbooks: 'https://wiki.invalid/' is a placeholder, and nobody is there; write the place of the runbooks, or give -c runbooks=https://…
          """)
  void aPlaceholderIsRefusedByItsKey(String key, String value, String message) throws IOException {
    assertThatThrownBy(() -> loadToDeploy(REAL, Map.of(key, value)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aRunbookBaseMayBeAPlaceholderWhereNobodyIsMailed() throws IOException {
    String text = "mail: none\nrunbooks: https://example.com/alarms/\n";
    assertThat(loadToDeploy(text, Map.of()).runbooks()).isEqualTo("https://example.com/alarms/");
    String own = "topicArn.critical";
    String topic = "arn:aws:sns:eu-west-1:123456789012:pages";
    assertThatThrownBy(() -> loadToDeploy(text, Map.of(own, topic)))
        .as("a topic of the account mails somebody")
        .hasMessageContaining("runbooks: 'https://example.com/alarms/' is a placeholder");
  }

  @Test
  void anAlarmIsExpectedWithItsNameTopicsAndTags() throws IOException {
    EnvironmentSettings prod = loadToDeploy(REAL, Map.of());
    Map<Severity, String> topics =
        Map.of(Severity.CRITICAL, "arn:critical", Severity.MEDIUM, "arn:medium");
    AlarmDefinition down =
        prod.deployed(definition("coordinator-down")).toBuilder()
            .tags(Map.of("team", "platform"))
            .build();
    DeployedAlarm expected = prod.expected(down, topics, DASHBOARD);
    assertThat(expected.name()).isEqualTo("runwatch-prod-coordinator-down");
    assertThat(expected.description())
        .endsWith(
            "https://wiki.platform.internal/alarms/runbooks/coordinator-down.md Dashboard: "
                + DASHBOARD);
    assertThat(expected.actions())
        .isEqualTo(
            Map.of(
                AlarmState.ALARM, List.of("arn:critical"),
                AlarmState.OK, List.of("arn:critical"),
                AlarmState.INSUFFICIENT_DATA, List.of("arn:medium")));
    assertThat(expected.tags())
        .isEqualTo(
            Map.of(
                "environment", "prod",
                "service", "runwatch",
                "severity", "critical",
                "team", "platform"));
    DeployedAlarm plain =
        prod.expected(prod.deployed(definition("high-failure-rate")), topics, DASHBOARD);
    assertThat(plain.actions().get(AlarmState.ALARM))
        .as("a topic that nobody has found is no ARN")
        .containsExactly("the topic for high");
  }

  @Test
  void theDashboardIsAtTheConsoleOfItsPartition() throws IOException {
    EnvironmentSettings prod = loadToDeploy(REAL, Map.of());
    assertThat(prod.dashboardUrl("eu-west-1", "eu-west-1"))
        .isEqualTo(
            "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1"
                + "#dashboards/dashboard/runwatch-prod_eu-west-1");
    assertThat(prod.dashboardUrl("cn-north-1", "HERE"))
        .startsWith("https://HERE.console.amazonaws.cn/cloudwatch/home?region=HERE#");
    assertThat(prod.dashboardUrl("us-gov-west-1", "HERE"))
        .startsWith("https://HERE.console.amazonaws-us-gov.com/");
  }

  private AlarmDefinition definition(String name) {
    return definitions.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private EnvironmentSettings loadToDeploy(String text, Map<String, String> overrides)
      throws IOException {
    Files.writeString(directory.resolve("prod.yaml"), text);
    return EnvironmentSettings.loadToDeploy(directory, PROD, definitions, overrides);
  }

  private EnvironmentSettings load(String text, Map<String, String> overrides) throws IOException {
    Files.writeString(directory.resolve("prod.yaml"), text);
    return EnvironmentSettings.load(directory, PROD, definitions, overrides);
  }
}
