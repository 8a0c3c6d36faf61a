/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the number of metrics within what was meant to be paid for. Thread-safe. */
public final class MetricSetBudget {

  private static final Logger LOG = LoggerFactory.getLogger(MetricSetBudget.class);

  private final int most;
  private final Set<String> exempt;
  private final Set<Metric> known = new HashSet<>();
  private int counted;
  private boolean warned;

  /**
   * @param most how many metrics may be published; at least 1
   * @param exempt names of metrics that are published beyond the budget
   */
  public MetricSetBudget(int most, Set<String> exempt) {
    this.most = most;
    this.exempt = Set.copyOf(exempt);
  }

  /** Whether a series may be published: it is known, or there is room for one more. */
  public synchronized boolean admits(SeriesKey key) {
    Metric metric = new Metric(key.name(), key.dimensions());
    if (known.contains(metric)) {
      return true;
    }
    if (exempt.contains(key.name())) {
      return known.add(metric);
    }
    if (counted < most) {
      counted++;
      return known.add(metric);
    }
    if (!warned) {
      warned = true;
      LOG.warn(
          "The budget of {} metrics is used up; {} and every further one is dropped. Look for a tag"
              + " with too many values, or raise metricSetBudget().",
          most,
          key);
    }
    return false;
  }

  /** How many metrics are in use. */
  public synchronized int used() {
    return known.size();
  }

  private record Metric(String name, List<Dimension> dimensions) {}
}
