/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** ListMetrics: every metric that was put, at once, in pages of {@value #PAGE}. */
final class ListMetrics {

  static final int PAGE = 500;

  private final MetricStore store;

  ListMetrics(MetricStore store) {
    this.store = store;
  }

  ListMetricsResponse answer(ListMetricsRequest request) {
    List<Metric> metrics =
        store.keys().stream()
            .filter(key -> matches(key, request))
            .map(ListMetrics::metric)
            .distinct()
            .toList();
    int start = Pages.start(request.nextToken(), metrics.size());
    return ListMetricsResponse.builder()
        .metrics(Pages.page(metrics, start, PAGE))
        .nextToken(Pages.next(start, PAGE, metrics.size()))
        .build();
  }

  private static boolean matches(MetricKey key, ListMetricsRequest request) {
    return (request.namespace() == null || request.namespace().equals(key.namespace()))
        && (request.metricName() == null || request.metricName().equals(key.name()))
        && request.dimensions().stream().allMatch(filter -> matches(key, filter));
  }

  /** A filter without a value takes any. */
  private static boolean matches(MetricKey key, DimensionFilter filter) {
    String value = key.dimensions().get(filter.name());
    return value != null && Objects.requireNonNullElse(filter.value(), value).equals(value);
  }

  private static Metric metric(MetricKey key) {
    return Metric.builder()
        .namespace(key.namespace())
        .metricName(key.name())
        .dimensions(
            key.dimensions().entrySet().stream()
                .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }
}
