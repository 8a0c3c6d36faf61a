/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What an environment costs a month.
 *
 * <p>Metrics carry no instance, so their number does not grow with the fleet; requests do: each
 * instance sends one each step, for all of an instance's data fit into one.
 *
 * @param metricSets distinct names with dimensions
 * @param requests of PutMetricData a month
 */
record Bill(int metricSets, long requests, int alarmMetrics) {

  /** 365 days by 12. */
  private static final Duration MONTH = Duration.ofHours(730);

  /** Routes that are timed: those of the coordinator without polls and streams, and UNMATCHED. */
  static final int ROUTES = 14;

  /** 2xx, 4xx and 5xx. */
  static final int STATUS_CLASSES = 3;

  /** Reasons occur seldom, and are published only then. */
  private static final int REASONS = 0;

  static Bill of(int instances, Duration step, List<AlarmDefinition> alarms) {
    int sets = 0;
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      for (Set<String> set : spec.dimensionSets()) {
        sets += values(set);
      }
    }
    long requests = instances * (MONTH.toMillis() / step.toMillis());
    int alarmMetrics = alarms.stream().mapToInt(alarm -> alarm.stats().size()).sum();
    return new Bill(sets, requests, alarmMetrics);
  }

  private static int values(Set<String> set) {
    if (set.contains(MetricCatalogue.ROUTE)) {
      return ROUTES;
    }
    if (set.contains(MetricCatalogue.STATUS_CLASS)) {
      return STATUS_CLASSES;
    }
    return set.contains(MetricCatalogue.REASON) ? REASONS : 1;
  }

  double metricDollars() {
    return metricSets * Prices.METRIC;
  }

  double requestDollars() {
    return requests / 1000.0 * Prices.THOUSAND_REQUESTS;
  }

  double alarmDollars() {
    return alarmMetrics * Prices.ALARM_METRIC;
  }

  double dollars() {
    return metricDollars() + requestDollars() + alarmDollars() + Prices.DASHBOARD;
  }
}
