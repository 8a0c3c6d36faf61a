/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;

/**
 * Checks that each metric that arrives has every dimension set of the catalogue. CloudWatch never
 * aggregates over dimensions, so a widget or an alarm on a set that is missing stays empty.
 */
final class DimensionsCheck {

  private final CloudWatchClient client;
  private final EnvironmentSettings settings;

  DimensionsCheck(CloudWatchClient client, EnvironmentSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  void run(Report report) {
    Map<String, Set<Set<String>>> found = found();
    int missing = 0;
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      Set<Set<String>> arrived = found.getOrDefault(spec.name(), Set.of());
      if (arrived.isEmpty()) {
        continue; // the check of the metrics says what does not arrive
      }
      for (Set<String> wanted : spec.dimensionSets()) {
        // A reason is published only when data are dropped.
        if (!arrived.contains(wanted) && !wanted.contains(MetricCatalogue.REASON)) {
          missing++;
          report.add(
              Finding.fail(
                  spec.name(),
                  "arrives, but not with the dimensions " + String.join("+", new TreeSet<>(wanted)),
                  "publish it with the coordinator or runner of this version"));
        }
      }
    }
    if (missing == 0 && !found.isEmpty()) {
      report.add(Finding.ok("dimensions", "every set of the metrics that arrive is there"));
    }
  }

  private Map<String, Set<Set<String>>> found() {
    Map<String, Set<Set<String>>> found = new HashMap<>();
    client
        .listMetricsPaginator(
            request ->
                request
                    .namespace(settings.namespace())
                    .dimensions(
                        List.of(
                            DimensionFilter.builder()
                                .name(MetricCatalogue.ENVIRONMENT)
                                .value(settings.name().name())
                                .build())))
        .metrics()
        .forEach(
            metric ->
                found
                    .computeIfAbsent(metric.metricName(), it -> new HashSet<>())
                    .add(
                        metric.dimensions().stream()
                            .map(Dimension::name)
                            .collect(Collectors.toSet())));
    return found;
  }
}
