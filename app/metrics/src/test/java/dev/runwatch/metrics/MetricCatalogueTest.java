/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.metrics.MetricSpec.Idle;
import dev.runwatch.metrics.MetricSpec.Publisher;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MetricCatalogueTest {

  @Test
  void namesTheSpecificationsCoordinatorMetrics() {
    assertThat(names(Publisher.COORDINATOR))
        .contains(
            "runs_created_total",
            "runs_completed_total",
            "runs_failed_total",
            "runs_pending_count",
            "runners_online_count",
            "sse_connections_count",
            "request_latency_seconds");
  }

  @Test
  void namesTheSpecificationsRunnerMetrics() {
    assertThat(names(Publisher.RUNNER))
        .contains(
            "runs_executed_total",
            "run_duration_seconds",
            "heartbeat_failures_total",
            "runner_faults_total");
  }

  @Test
  void everyNameIsThereOnce() {
    assertThat(MetricCatalogue.all()).extracting(MetricSpec::name).doesNotHaveDuplicates();
  }

  @Test
  void everyMetricHasTheFleetWideDimensionSetFirst() {
    assertThat(MetricCatalogue.all())
        .allSatisfy(
            spec ->
                assertThat(spec.dimensionSets().get(0))
                    .as(spec.name())
                    .isEqualTo(Set.of("Environment")));
  }

  @Test
  void noMetricCarriesAnInstance() {
    assertThat(MetricCatalogue.all())
        .flatExtracting(MetricSpec::dimensionSets)
        .allSatisfy(
            set -> assertThat(set).isSubsetOf("Environment", "Route", "StatusClass", "Reason"));
  }

  @Test
  void countersAreReadAsSumsAndTheirZerosArePublished() {
    assertThat(MetricCatalogue.all())
        .filteredOn(spec -> spec.kind() == MetricKind.COUNTER && spec.idle() != Idle.LOCAL_ONLY)
        .allSatisfy(
            spec -> {
              assertThat(spec.statistics()).as(spec.name()).isEqualTo(List.of("Sum"));
              assertThat(spec.idle()).as(spec.name()).isEqualTo(Idle.ZERO);
            });
  }

  private static List<String> names(Publisher publisher) {
    return MetricCatalogue.publishedBy(publisher).stream().map(MetricSpec::name).toList();
  }
}
