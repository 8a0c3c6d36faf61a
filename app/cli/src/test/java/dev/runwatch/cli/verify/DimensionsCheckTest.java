/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.paginators.ListMetricsIterable;

final class DimensionsCheckTest {

  private final List<Metric> metrics = new ArrayList<>();

  DimensionsCheckTest() {
    MetricCatalogue.onCloudWatch()
        .forEach(
            spec ->
                spec.dimensionSets()
                    .forEach(
                        set ->
                            metrics.add(
                                Metric.builder()
                                    .metricName(spec.name())
                                    .dimensions(
                                        set.stream()
                                            .map(it -> Dimension.builder().name(it).build())
                                            .toList())
                                    .build())));
  }

  @Test
  void everySetOfTheCatalogueIsGreen() {
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
  }

  /** The widget on routes stays empty, though the metric itself arrives. */
  @Test
  void aSetThatAWidgetNeedsAndNobodyPublishesIsRed() {
    assertThat(metrics.removeIf(it -> it.dimensions().toString().contains("Route"))).isTrue();
    assertThat(findings())
        .filteredOn(it -> it.level() == Level.FAIL)
        .isNotEmpty()
        .allMatch(
            it -> it.message().equals("arrives, but not with the dimensions Environment+Route"));
  }

  private List<Finding> findings() {
    EnvironmentSettings settings =
        new EnvironmentSettings(
            new Environment("prod"),
            "Runwatch",
            Optional.empty(),
            "",
            "",
            Optional.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of());
    Report report = new Report("prod");
    new DimensionsCheck(new Client(), settings).run(report);
    return report.findings();
  }

  private final class Client implements CloudWatchClient {

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
      return ListMetricsResponse.builder().metrics(metrics).build();
    }

    @Override
    public ListMetricsIterable listMetricsPaginator(ListMetricsRequest request) {
      return new ListMetricsIterable(this, request);
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {}
  }
}
