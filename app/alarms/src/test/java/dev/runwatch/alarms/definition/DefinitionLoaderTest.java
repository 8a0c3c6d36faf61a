/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.yaml.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionLoaderTest {

  private static final String QUEUE = "queue-backing-up";

  @TempDir private Path directory;
  private String text = "";

  @BeforeEach
  void copyTheRunbook() throws IOException {
    String runbook = "runbooks/" + QUEUE + ".md";
    Files.createDirectory(directory.resolve("runbooks"));
    Files.copy(Alarms.SAMPLES.resolve(runbook), directory.resolve(runbook));
    text = Files.readString(Alarms.SAMPLES.resolve(QUEUE + ".yaml"));
  }

  @Test
  void anAlarmHasTheNameOfItsFileWhateverItsExtension() throws IOException {
    write("b.yml", text);
    write("a.yaml", text);
    write("C.YAML", text);
    assertThat(DefinitionLoader.loadAll(directory))
        .extracting(AlarmDefinition::name)
        .containsExactly("C", "a", "b");
  }

  @Test
  void anAlarmSavedAsYmlIsNotSkipped() throws IOException {
    write("a.yaml", text);
    write("broken.yml", "{");
    refused(() -> DefinitionLoader.loadAll(directory), "broken.yml:1: this is not YAML");
  }

  @Test
  void aFileThatIsRefusedByNameRefusesTheDirectory() throws IOException {
    write("a.yaml", text);
    write("a.yml", text);
    refused(() -> DefinitionLoader.loadAll(directory), "a.yml: its name is that of a.yaml");
    refused(() -> DefinitionLoader.find(directory, "a"), "a.yml: its name is that of a.yaml");
  }

  @Test
  void theFaultsOfAllFilesAreReportedTogether() throws IOException {
    write("a.yaml", text.replace("Period: 60", "Period: 61"));
    write("b.yml", text.replace("Threshold: 50", "Threshold: x"));
    write("c.yaml", text);
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> DefinitionLoader.loadAll(directory))
        .satisfies(
            e ->
                assertThat(e.faults())
                    .extracting(Fault::field)
                    .containsExactly("Period", "Threshold"))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(2));
  }

  @Test
  void aDirectoryWithoutADefinitionIsRefused() {
    refused(() -> DefinitionLoader.loadAll(directory), "there is no definition in it");
    refused(() -> DefinitionLoader.loadAll(directory.resolve("no")), "there is no such folder");
  }

  @Test
  void aDefinitionIsFoundByItsName() throws IOException {
    write("a.yaml", text);
    write("b.yml", text);
    assertThat(DefinitionLoader.find(directory, "a")).contains(directory.resolve("a.yaml"));
    assertThat(DefinitionLoader.find(directory, "b")).contains(directory.resolve("b.yml"));
    assertThat(DefinitionLoader.find(directory, "c")).isEmpty();
    assertThat(DefinitionLoader.find(directory, "A")).isEmpty();
    assertThat(DefinitionLoader.find(directory, "../a")).isEmpty();
  }

  @Test
  void anOptionalAlarmIsThereOnlyForThoseWhoAskForIt() throws IOException {
    write("a.yaml", text);
    Files.createDirectory(directory.resolve("optional"));
    write("optional/b.yaml", text);
    assertThat(DefinitionLoader.loadAll(directory))
        .extracting(AlarmDefinition::name)
        .containsExactly("a");
    assertThat(DefinitionLoader.loadWithOptional(directory))
        .extracting(AlarmDefinition::name, AlarmDefinition::optional)
        .containsExactly(tuple("a", false), tuple("b", true));
    assertThat(DefinitionLoader.find(directory, "b"))
        .contains(directory.resolve("optional/b.yaml"));
    write("optional/a.yaml", text);
    refused(() -> DefinitionLoader.loadWithOptional(directory), "its name is that of");
  }

  @Test
  void fourAlarmsAreShippedForEveryEnvironmentAndTwoAreOptional() {
    assertThat(DefinitionLoader.loadAll(Alarms.DIRECTORY))
        .extracting(AlarmDefinition::name)
        .containsExactlyElementsOf(Alarms.SPECIFIED);
    assertThat(Alarms.all())
        .filteredOn(AlarmDefinition::optional)
        .extracting(AlarmDefinition::name)
        .containsExactly("run-waiting-too-long", "runner-saturation");
  }

  @Test
  void ownFieldsAreReadIntoTheDefinition() {
    AlarmDefinition alarm = Alarms.sample(QUEUE);
    assertThat(alarm.name()).isEqualTo(QUEUE);
    assertThat(alarm.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(alarm.summary()).startsWith("More than 50 runs");
    assertThat(alarm.runbook()).isEqualTo("runbooks/queue-backing-up.md");
    assertThat(alarm.owner()).isEqualTo("run platform");
    assertThat(alarm.thresholds()).isEqualTo(new ThresholdRange(0, 1_000_000));
    assertThat(alarm.actions()).isEqualTo(Actions.ofTheStack(/* plain= */ true));
    assertThat(alarm.rule()).isEqualTo(Alarms.above(50, 8, 10, TreatMissingData.NOT_BREACHING));
  }

  @Test
  void anAlarmOnDynamoDbIgnoresMissingDataUnlessItSaysOtherwise() throws IOException {
    String dynamo =
        """
        Namespace: AWS/DynamoDB
        MetricName: ThrottledRequests
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 2
        ComparisonOperator: GreaterThanThreshold
        Threshold: 1
        """;
    assertThat(DefinitionLoader.loadAny(write("a.yaml", dynamo)).rule().treatMissingData())
        .isEqualTo(TreatMissingData.IGNORE);
    Path explicit = write("b.yaml", dynamo + "TreatMissingData: missing\n");
    assertThat(DefinitionLoader.loadAny(explicit).rule().treatMissingData())
        .isEqualTo(TreatMissingData.MISSING);
    Path other = write("c.yaml", dynamo.replace("DynamoDB", "SQS"));
    assertThat(DefinitionLoader.loadAny(other).rule().treatMissingData())
        .isEqualTo(TreatMissingData.MISSING);
  }

  @Test
  void anAlarmOfAnotherOwnerNeedsNeitherCatalogueNorRunbook() throws IOException {
    Path file =
        write(
            "foreign.yaml",
            """
            Namespace: AWS/SQS
            MetricName: ApproximateNumberOfMessagesVisible
            Statistic: Average
            Period: 300
            EvaluationPeriods: 2
            ComparisonOperator: GreaterThanThreshold
            Threshold: 100
            """);
    AlarmDefinition alarm = DefinitionLoader.loadAny(file);
    assertThat(alarm.name()).isEqualTo("foreign");
    assertThat(alarm.rule().treatMissingData()).isEqualTo(TreatMissingData.MISSING);
    refused(() -> DefinitionLoader.load(file), "Severity: it is missing");
  }

  @Test
  void everyMetricOfACatalogueAlarmIsChecked() throws IOException {
    write("a.yaml", text.replace("Statistic: Maximum", "Statistic: Sum"));
    refused(
        () -> DefinitionLoader.loadAll(directory),
        "Statistic: Sum is not meaningful for the gauge runs_pending_count; write Maximum");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static void refused(ThrowingCallable call, String fault) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(call)
        .withMessageContaining(fault);
  }
}
