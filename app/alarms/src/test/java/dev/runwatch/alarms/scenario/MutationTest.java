/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks a shipped definition on purpose: a scenario or a check of the loader must notice. */
class MutationTest {

  private static final Path SHIPPED = Alarms.DIRECTORY;

  @TempDir private Path directory;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED, 2)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|md)")).toList()) {
        Path to = directory.resolve(SHIPPED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-online-runners | Threshold: 1                   | Threshold: 0
          no-online-runners | Threshold: 1                   | Threshold: 2
          no-online-runners | LessThanThreshold              | LessThanOrEqualToThreshold
          no-online-runners | DatapointsToAlarm: 3           | DatapointsToAlarm: 2
          no-online-runners | EvaluationPeriods: 3           | EvaluationPeriods: 4
          no-online-runners | notBreaching                   | missing
          no-online-runners | notBreaching                   | breaching
          no-online-runners | notBreaching                   | ignore
          no-online-runners | Name: Environment              | Name: Host
          no-online-runners | Statistic: Maximum             | Statistic: Sum
          no-online-runners | runners_online_count           | runs_pending_count
          no-online-runners | Period: 60                     | Period: 300
          no-online-runners | Severity: critical             | Severity: high
          no-online-runners | InMinutes: 30                  | InMinutes: 3
          queue-backing-up  | Threshold: 50                  | Threshold: 60
          queue-backing-up  | Threshold: 50                  | Threshold: 49
          queue-backing-up  | Threshold: 50                  | Threshold: 51
          queue-backing-up  | GreaterThanThreshold           | GreaterThanOrEqualToThreshold
          queue-backing-up  | DatapointsToAlarm: 8           | DatapointsToAlarm: 7
          queue-backing-up  | DatapointsToAlarm: 8           | DatapointsToAlarm: 9
          queue-backing-up  | EvaluationPeriods: 10          | EvaluationPeriods: 8
          queue-backing-up  | notBreaching                   | missing
          queue-backing-up  | notBreaching                   | breaching
          queue-backing-up  | notBreaching                   | ignore
          queue-backing-up  | Name: Environment              | Name: Queue
          queue-backing-up  | Severity: medium               | Severity: critical
          high-failure-rate | Threshold: 0.1                 | Threshold: 0.2
          high-failure-rate | Threshold: 0.1                 | Threshold: 0.09
          high-failure-rate | GreaterThanThreshold           | GreaterThanOrEqualToThreshold
          high-failure-rate | failed >= 2                    | failed >= 1
          high-failure-rate | failed >= 2                    | failed > 2
          high-failure-rate | failed >= 2                    | failed + completed >= 10
          high-failure-rate | (completed + failed), 0)       | (completed + failed))
          high-failure-rate | failed/(completed + failed)    | failed/completed
          high-failure-rate | notBreaching                   | missing
          high-failure-rate | notBreaching                   | breaching
          high-failure-rate | Name: Environment              | Name: Host
          high-failure-rate | MetricName: runs_failed_total  | MetricName: runs_created_total
          coordinator-down  | Threshold: 1                   | Threshold: 0
          coordinator-down  | DatapointsToAlarm: 3           | DatapointsToAlarm: 2
          coordinator-down  | EvaluationPeriods: 3           | EvaluationPeriods: 5
          coordinator-down  | FILL(healthy, 0)               | FILL(healthy, 1)
          coordinator-down  | FILL(healthy, 0)               | healthy
          coordinator-down  | FILL(reachable, 1)             | FILL(reachable, 0)
          coordinator-down  | MIN([                          | MAX([
          coordinator-down  | breaching                      | missing
          coordinator-down  | Name: Environment              | Name: Host
          coordinator-down  | Severity: critical             | Severity: medium
          """)
  void isNoticed(String name, String old, String edited) throws IOException {
    Path file = directory.resolve(name + ".yaml");
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, edited));
    List<String> complaints = complaints();
    assertThat(complaints).isNotEmpty();
    assertThat(complaints.get(0)).isNotBlank();
  }

  private List<String> complaints() throws IOException {
    List<String> complaints = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("scenarios"))) {
      List<AlarmDefinition> alarms = DefinitionLoader.loadAll(directory);
      for (Path file : files.sorted().toList()) {
        new ScenarioRunner(ScenarioReader.read(file, alarms))
            .run(result -> complaints.addAll(result.failures()));
      }
    } catch (InvalidDefinitionException e) {
      e.faults().forEach(fault -> complaints.add(fault.toString()));
    }
    return complaints;
  }
}
