/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a simulated platform publishes, minute by minute, and which minutes arrive after their first
 * evaluation. Grows at its end. Not thread-safe.
 */
final class Trace {

  private final Map<String, double[]> metrics = new LinkedHashMap<>();
  private boolean[] coordinatorLate = new boolean[0];
  private boolean[] runnersLate = new boolean[0];
  private boolean[] silent = new boolean[0];
  private int minutes;

  /**
   * @param names the metrics that are kept
   */
  Trace(Set<String> names) {
    names.forEach(name -> metrics.put(name, new double[0]));
  }

  /** Makes room for a number of minutes in all. */
  void reserve(int size) {
    if (coordinatorLate.length < size) {
      coordinatorLate = Arrays.copyOf(coordinatorLate, size);
      runnersLate = Arrays.copyOf(runnersLate, size);
      silent = Arrays.copyOf(silent, size);
      metrics.replaceAll((name, values) -> Arrays.copyOf(values, size));
    }
  }

  /** Begins the next minute, with every metric missing. */
  void begin(boolean coordinatorIsLate, boolean runnersAreLate, boolean isSilent) {
    if (minutes == coordinatorLate.length) {
      reserve(Math.max(256, 2 * minutes));
    }
    coordinatorLate[minutes] = coordinatorIsLate;
    runnersLate[minutes] = runnersAreLate;
    silent[minutes] = isSilent;
    for (double[] values : metrics.values()) {
      values[minutes] = Double.NaN;
    }
    minutes++;
  }

  /** Sets the value of a metric in the minute that began last; others are not kept. */
  void put(String metric, long value) {
    put(metric, (double) value);
  }

  void put(String metric, double value) {
    double[] values = metrics.get(metric);
    if (values != null) {
      values[minutes - 1] = value;
    }
  }

  int minutes() {
    return minutes;
  }

  /** Whether the coordinator publishes nothing in that minute. */
  boolean silent(int minute) {
    return silent[minute];
  }

  /** Whether data of that minute arrive after its first evaluation. */
  boolean late(int minute) {
    return coordinatorLate[minute] || runnersLate[minute];
  }

  /** Whether data of that metric and minute arrive after the minute's first evaluation. */
  boolean late(String metric, int minute) {
    return ofRunners(metric) ? runnersLate[minute] : coordinatorLate[minute];
  }

  /** The values of a kept metric from one minute to another, NaN for a missing one; a copy. */
  double[] values(String metric, int from, int to) {
    return Arrays.copyOfRange(Objects.requireNonNull(metrics.get(metric), metric), from, to);
  }

  private static boolean ofRunners(String metric) {
    return MetricCatalogue.find(metric)
        .map(MetricSpec::publishers)
        .filter(publishers -> !publishers.contains(MetricSpec.Publisher.COORDINATOR))
        .isPresent();
  }
}
