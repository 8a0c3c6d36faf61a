/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Data that bring an alarm into a state: one value a minute for each of its metrics, or none. They
 * are found by trying values with the evaluation of {@code app/alarms}. Immutable.
 *
 * @param values by metric; empty for a metric without data
 */
record SampleData(Map<Metric, OptionalDouble> values) {

  /** A metric without its statistic. */
  record Metric(String namespace, String name, Map<String, String> dimensions) {

    Metric {
      dimensions = Map.copyOf(dimensions);
    }

    static Metric of(MetricStat stat) {
      return new Metric(stat.namespace(), stat.name(), stat.dimensions());
    }
  }

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Any whole hour. */
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  SampleData {
    // Keeps the order of the metrics, so that one drill publishes like the next.
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The metrics that an alarm reads. */
  static List<Metric> metrics(AlarmDefinition definition) {
    return definition.stats().values().stream().map(Metric::of).distinct().toList();
  }

  /** Data with which the alarm enters that state from the opposite one, or empty. */
  static Optional<SampleData> find(AlarmDefinition definition, AlarmState wanted) {
    double threshold = definition.rule().threshold();
    List<OptionalDouble> candidates = new ArrayList<>();
    for (double value :
        new double[] {1, 0, Math.abs(threshold) + 1, 10 * Math.abs(threshold) + 10}) {
      candidates.add(OptionalDouble.of(value));
    }
    candidates.add(OptionalDouble.empty());
    return combinations(metrics(definition), candidates).stream()
        .map(SampleData::new)
        .filter(data -> data.leadsTo(wanted, definition))
        .findFirst();
  }

  private static List<Map<Metric, OptionalDouble>> combinations(
      List<Metric> metrics, List<OptionalDouble> candidates) {
    List<Map<Metric, OptionalDouble>> all = new ArrayList<>(List.of(Map.of()));
    for (Metric metric : metrics) {
      List<Map<Metric, OptionalDouble>> longer = new ArrayList<>();
      for (Map<Metric, OptionalDouble> shorter : all) {
        for (OptionalDouble candidate : candidates) {
          Map<Metric, OptionalDouble> next = new LinkedHashMap<>(shorter);
          next.put(metric, candidate);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  private boolean leadsTo(AlarmState wanted, AlarmDefinition definition) {
    AlarmState opposite = wanted == AlarmState.ALARM ? AlarmState.OK : AlarmState.ALARM;
    AlarmMonitor monitor = new AlarmMonitor(definition, NOW, opposite, Evaluator.DEFAULT_EXTRA);
    monitor.evaluate(this::read, NOW);
    return monitor.state() == wanted;
  }

  private Series read(MetricStat stat, Instant from, Instant to) {
    int size = (int) Duration.between(from, to).dividedBy(stat.period());
    OptionalDouble value = values.getOrDefault(Metric.of(stat), OptionalDouble.empty());
    if (value.isEmpty()) {
      return Series.missing(from, stat.period(), size);
    }
    double minutes = Math.max(1, stat.period().dividedBy(MINUTE));
    double point = value.getAsDouble();
    if (stat.statistic().equals(Statistic.SAMPLE_COUNT)) {
      point = minutes;
    } else if (stat.statistic().equals(Statistic.SUM)) {
      point *= minutes;
    }
    double[] points = new double[size];
    Arrays.fill(points, point);
    return Series.of(from, stat.period(), points);
  }

  /** The data in words, such as {@code runs_pending_count=51, runs_failed_total without data}. */
  String told() {
    List<String> words = new ArrayList<>();
    values.forEach(
        (metric, value) ->
            words.add(
                metric.name() + (value.isPresent() ? "=" + value.getAsDouble() : " without data")));
    return String.join(", ", words.stream().sorted().toList());
  }
}
