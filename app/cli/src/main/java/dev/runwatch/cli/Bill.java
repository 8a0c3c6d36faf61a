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
 * What CloudWatch and the key of the topics cost for one environment in a month of 730 hours.
 *
 * <p>The number of metrics does not depend on the number of instances, because no metric carries an
 * instance. The number of requests does: each instance sends one request each step, into which all
 * its data fit.
 *
 * @param metricSets the number of metrics: distinct names with dimensions
 * @param requests the number of PutMetricData requests a month
 * @param alarmMetrics the number of metrics that alarms evaluate
 */
record Bill(int metricSets, long requests, int alarmMetrics) {

  /** 365 days by 12. */
  private static final Duration MONTH = Duration.ofHours(730);

  /** The values of the dimension StatusClass: 2xx, 4xx and 5xx. */
  static final int STATUS_CLASSES = 3;

  /** The dimension Reason is published only when data are dropped. */
  private static final int REASONS = 0;

  /**
   * The bill of an environment.
   *
   * @param instances coordinators and runners together
   * @param step how often each of them publishes
   * @param metrics what they publish on CloudWatch
   * @param routes how many values the dimension {@code Route} has
   */
  static Bill of(
      int instances,
      Duration step,
      List<MetricSpec> metrics,
      int routes,
      List<AlarmDefinition> alarms) {
    int sets = 0;
    for (MetricSpec spec : metrics) {
      for (Set<String> set : spec.dimensionSets()) {
        sets += values(set, routes);
      }
    }
    long requests = instances * (MONTH.toMillis() / step.toMillis());
    int alarmMetrics = alarms.stream().mapToInt(alarm -> alarm.stats().size()).sum();
    return new Bill(sets, requests, alarmMetrics);
  }

  private static int values(Set<String> set, int routes) {
    if (set.contains(MetricCatalogue.ROUTE)) {
      return routes;
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
    return metricDollars() + requestDollars() + alarmDollars() + Prices.DASHBOARD + Prices.KEY;
  }
}
