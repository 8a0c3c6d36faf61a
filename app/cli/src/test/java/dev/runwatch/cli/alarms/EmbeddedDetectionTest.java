/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.explain.Explanation;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** What {@code explain} states is what the embedded CloudWatch shows, at two seconds a minute. */
class EmbeddedDetectionTest {

  private static final Duration MINUTE = Duration.ofSeconds(2);
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final int ONSET = 40;

  @ParameterizedTest
  @CsvSource({
    "no-online-runners, runners_online_count, 1, 0",
    "queue-backing-up, runs_pending_count, 1, 51",
    "high-failure-rate, runs_failed_recent_count, 1, 10",
    "coordinator-down, coordinator_reachable, 1, 0"
  })
  void detectionIsWithinOnePeriodOfWhatIsStated(
      String alarm, String metric, double good, double bad) {
    AlarmDefinition definition =
        DefinitionLoader.loadAll(Path.of(System.getProperty("runwatch.root", ".."), "alarms"))
            .stream()
            .filter(a -> a.name().equals(alarm))
            .findFirst()
            .orElseThrow()
            .scaledTo(MINUTE);
    Explanation explanation = Explanation.of(definition);
    assertThat(explanation.step()).startsWith(metric + " ");
    Duration stated = explanation.timings().get(1).detected().orElseThrow();

    MetricStore store = new MetricStore(MINUTE);
    EmbeddedCloudWatch cloudWatch = new EmbeddedCloudWatch(store, () -> START);
    AlarmMonitor monitor = new AlarmMonitor(definition, Map.of("Environment", "local"), at(0));
    Map<String, Double> values = new HashMap<>();
    definition
        .stats()
        .values()
        .forEach(s -> values.put(s.name(), s.name().endsWith("total") ? 0.0 : 1.0));
    values.put(metric, good);
    int minute = 0;
    while (monitor.state() != AlarmState.ALARM && minute < ONSET + 40) {
      values.put(metric, minute < ONSET ? good : bad);
      put(cloudWatch, values, at(minute));
      minute++;
      monitor.evaluate(store, at(minute));
      if (minute == ONSET) {
        assertThat(monitor.state()).isEqualTo(AlarmState.OK);
      }
    }
    assertThat(Duration.between(at(ONSET), at(minute)))
        .isBetween(stated.minus(MINUTE), stated.plus(MINUTE));
  }

  private static void put(EmbeddedCloudWatch cloudWatch, Map<String, Double> values, Instant time) {
    Dimension environment = Dimension.builder().name("Environment").value("local").build();
    cloudWatch
        .putMetricData(
            PutMetricDataRequest.builder()
                .namespace("Runwatch")
                .metricData(
                    values.entrySet().stream()
                        .map(
                            entry ->
                                MetricDatum.builder()
                                    .metricName(entry.getKey())
                                    .dimensions(environment)
                                    .unit("Count")
                                    .timestamp(time)
                                    .value(entry.getValue())
                                    .build())
                        .toList())
                .build())
        .join();
  }

  private static Instant at(int minute) {
    return START.plus(MINUTE.multipliedBy(minute));
  }
}
