/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import dev.runwatch.metrics.MetricSpec.Idle;
import dev.runwatch.metrics.MetricSpec.Publisher;
import java.util.List;
import java.util.Set;

/** The rows of the catalogue that a publisher records about its own work. */
final class TelemetryMetrics {

  private static final List<Set<String>> FLEET = List.of(Set.of(MetricCatalogue.ENVIRONMENT));
  private static final Set<Publisher> BOTH = Set.of(Publisher.COORDINATOR, Publisher.RUNNER);

  static final List<MetricSpec> ALL =
      List.of(
          telemetry(
              MetricCatalogue.TELEMETRY_ACCEPTED,
              MetricKind.COUNTER,
              "Sum",
              "Data that CloudWatch accepted",
              "-"),
          telemetry(
              MetricCatalogue.TELEMETRY_PENDING,
              MetricKind.GAUGE,
              "Sum",
              "Collected data that CloudWatch has not accepted yet, in memory and in the journal",
              "growth over an hour"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_DROPPED,
              MetricKind.COUNTER,
              MetricUnit.COUNT,
              List.of(
                  Set.of(MetricCatalogue.ENVIRONMENT),
                  Set.of(MetricCatalogue.ENVIRONMENT, MetricCatalogue.REASON)),
              List.of("Sum"),
              BOTH,
              Idle.ZERO,
              "Dropped data, by reason; a reason is published after its first occurrence",
              "more than 0"),
          telemetry(
              MetricCatalogue.TELEMETRY_AMBIGUOUS,
              MetricKind.COUNTER,
              "Sum",
              "Data sent again although an earlier attempt may have been accepted",
              "-"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_PUBLISH_LAG,
              MetricKind.GAUGE,
              MetricUnit.SECONDS,
              FLEET,
              List.of("Maximum"),
              BOTH,
              Idle.ZERO,
              "Time from the end of the newest accepted minute to its acceptance",
              "more than 60"),
          telemetry(
              MetricCatalogue.TELEMETRY_METRIC_SETS,
              MetricKind.GAUGE,
              "Maximum",
              "Distinct metrics (name and dimension set) in use, of those that the budget allows",
              "close to the budget"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_LAST_SUCCESS_AGE,
              MetricKind.GAUGE,
              MetricUnit.SECONDS,
              FLEET,
              List.of("Maximum"),
              BOTH,
              Idle.LOCAL_ONLY,
              "Time since CloudWatch last accepted data",
              "more than 300"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_DISTRIBUTION_ERROR,
              MetricKind.GAUGE,
              MetricUnit.NONE,
              FLEET,
              List.of("Maximum"),
              BOTH,
              Idle.LOCAL_ONLY,
              "Worst relative error of a percentile in the minute collected last",
              "-"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_METER_FAILURES,
              MetricKind.COUNTER,
              MetricUnit.COUNT,
              FLEET,
              List.of("Sum"),
              BOTH,
              Idle.LOCAL_ONLY,
              "Gauges and function meters skipped because their code did not answer in time or"
                  + " threw",
              "more than 0"),
          new MetricSpec(
              MetricCatalogue.TELEMETRY_THREAD_RESTARTS,
              MetricKind.COUNTER,
              MetricUnit.COUNT,
              FLEET,
              List.of("Sum"),
              BOTH,
              Idle.LOCAL_ONLY,
              "Threads of the publisher that ended and were replaced",
              "more than 0"));

  private TelemetryMetrics() {}

  private static MetricSpec telemetry(
      String name, MetricKind kind, String statistic, String meaning, String alertOn) {
    return new MetricSpec(
        name, kind, MetricUnit.COUNT, FLEET, List.of(statistic), BOTH, Idle.ZERO, meaning, alertOn);
  }
}
