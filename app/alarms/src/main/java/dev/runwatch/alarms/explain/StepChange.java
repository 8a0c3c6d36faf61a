/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.scenario.ScenarioSeries;
import dev.runwatch.alarms.scenario.ScenarioSource;
import dev.runwatch.alarms.yaml.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A step change of an alarm's metrics, from steady values that do not breach to steady values that
 * do.
 *
 * @param good the values before by metric id; per evaluation interval for sums
 * @param bad the values after by metric id; as few as possible differ
 */
record StepChange(Map<String, Double> good, Map<String, Double> bad) {

  private static final int MOST_TRIES = 4_000;

  /**
   * Searches simple values for the step that changes the fewest metrics, or empty if there is none.
   */
  static Optional<StepChange> find(AlarmDefinition definition) {
    List<String> ids = new ArrayList<>(definition.stats().keySet());
    List<Map<String, Double>> tried = combinations(ids, candidates(definition.rule().threshold()));
    List<Map<String, Double>> good = new ArrayList<>();
    List<Map<String, Double>> bad = new ArrayList<>();
    for (Map<String, Double> values : tried) {
      steady(definition, values)
          .ifPresent(value -> (definition.rule().breaches(value) ? bad : good).add(values));
    }
    StepChange best = null;
    int fewest = Integer.MAX_VALUE;
    for (Map<String, Double> from : good) {
      for (Map<String, Double> to : bad) {
        int different =
            (int) ids.stream().filter(id -> !Objects.equals(from.get(id), to.get(id))).count();
        if (different < fewest) {
          fewest = different;
          best = new StepChange(from, to);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The metrics that change, such as {@code coordinator_healthy 1 → 0}. */
  String describe(AlarmDefinition definition) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, MetricStat> entry : definition.stats().entrySet()) {
      Double from = good.get(entry.getKey());
      Double to = bad.get(entry.getKey());
      if (from != null && to != null && !from.equals(to)) {
        parts.add(
            entry.getValue().name() + " " + Numbers.format(from) + " → " + Numbers.format(to));
      }
    }
    return String.join(", ", parts);
  }

  private static Set<Double> candidates(double threshold) {
    Set<Double> values = new LinkedHashSet<>(List.of(1.0, 0.0));
    values.add(threshold + 1);
    values.add(threshold - 1);
    values.add(10.0);
    values.add(2 * threshold);
    values.add(100.0);
    return values;
  }

  private static List<Map<String, Double>> combinations(List<String> ids, Set<Double> candidates) {
    List<Map<String, Double>> all = new ArrayList<>();
    all.add(new TreeMap<>());
    for (String id : ids) {
      List<Map<String, Double>> longer = new ArrayList<>();
      for (Map<String, Double> shorter : all) {
        for (Double value : candidates) {
          if (longer.size() < MOST_TRIES) {
            Map<String, Double> more = new TreeMap<>(shorter);
            more.put(id, value);
            longer.add(more);
          }
        }
      }
      all = longer;
    }
    return all;
  }

  /** The data point of steady values, or empty if it is missing. */
  private static Optional<Double> steady(AlarmDefinition definition, Map<String, Double> values) {
    Duration step = AlarmMonitor.cadence(definition);
    int size = (int) (definition.period().toMillis() / step.toMillis()) + 1;
    Map<String, ScenarioSeries> series = new HashMap<>();
    values.forEach(
        (id, value) -> {
          double[] points = new double[size];
          Arrays.fill(points, value);
          series.put(id, ScenarioSeries.of(points));
        });
    Instant end = Instant.EPOCH.plus(definition.period());
    ScenarioSource source = new ScenarioSource(series, definition.stats(), Instant.EPOCH, step);
    Series point = new AlarmQuery(definition).series(source, Instant.EPOCH, end, 1);
    return point.value(0).isPresent()
        ? Optional.of(point.value(0).getAsDouble())
        : Optional.empty();
  }
}
