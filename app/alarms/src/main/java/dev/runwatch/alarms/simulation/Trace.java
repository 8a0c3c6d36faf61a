/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulated platform publishes, minute by minute, and which minutes arrive after their first
 * evaluation. Grows at its end. Not thread-safe.
 */
final class Trace {

  private final List<String> names;
  private final double[][] columns;
  private final Set<String> ofRunners;
  private boolean[] coordinatorLate = new boolean[0];
  private boolean[] runnersLate = new boolean[0];
  private boolean[] silent = new boolean[0];
  private int minutes;

  /**
   * @param names the metrics that are kept
   */
  Trace(Set<String> names) {
    this.names = names.stream().sorted().toList();
    this.columns = new double[names.size()][0];
    this.ofRunners = names.stream().filter(Trace::isOfRunners).collect(Collectors.toSet());
  }

  /** Makes room for a number of minutes in all. */
  void reserve(int size) {
    if (coordinatorLate.length < size) {
      coordinatorLate = Arrays.copyOf(coordinatorLate, size);
      runnersLate = Arrays.copyOf(runnersLate, size);
      silent = Arrays.copyOf(silent, size);
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Arrays.copyOf(columns[i], size);
      }
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
    for (double[] values : columns) {
      values[minutes] = Double.NaN;
    }
    minutes++;
  }

  /** The column of a metric for {@link #put}, or -1 if it is not kept. */
  int column(String metric) {
    return names.indexOf(metric);
  }

  void put(int column, long value) {
    put(column, (double) value);
  }

  /** Sets a value in the minute that began last. A column of -1 is not kept. */
  void put(int column, double value) {
    if (column >= 0) {
      columns[column][minutes - 1] = value;
    }
  }

  int minutes() {
    return minutes;
  }

  /** Whether the coordinator publishes nothing in that minute. */
  boolean silent(int minute) {
    return silent[minute];
  }

  /** Whether a kept metric's data of that minute arrive after its first evaluation. */
  boolean late(int minute) {
    return (coordinatorLate[minute] && ofRunners.size() < columns.length)
        || (runnersLate[minute] && !ofRunners.isEmpty());
  }

  /** Whether data of that metric and minute arrive after the minute's first evaluation. */
  boolean late(String metric, int minute) {
    return ofRunners.contains(metric) ? runnersLate[minute] : coordinatorLate[minute];
  }

  /** The values of a kept metric from one minute to another, NaN for a missing one; a copy. */
  double[] values(String metric, int from, int to) {
    return Arrays.copyOfRange(columns[column(metric)], from, to);
  }

  private static boolean isOfRunners(String metric) {
    return MetricCatalogue.find(metric)
        .map(MetricSpec::publishers)
        .filter(publishers -> !publishers.contains(MetricSpec.Publisher.COORDINATOR))
        .isPresent();
  }
}
