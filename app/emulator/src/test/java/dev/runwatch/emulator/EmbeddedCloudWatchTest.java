/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** The client, as the SDK's callers use it. */
final class EmbeddedCloudWatchTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:30Z");

  private final MetricStore store = new MetricStore(Duration.ofMinutes(1));
  private final EmbeddedCloudWatch client = new EmbeddedCloudWatch(store, () -> NOW);

  @Test
  void whatWasPutIsReadBackAtOnce() {
    client
        .putMetricData(
            it ->
                it.namespace("N")
                    .metricData(MetricDatum.builder().metricName("m").value(7.0).build()))
        .join();
    var data =
        client
            .getMetricData(
                it ->
                    it.startTime(NOW.minusSeconds(30))
                        .endTime(NOW)
                        .metricDataQueries(
                            MetricDataQuery.builder()
                                .id("m1")
                                .metricStat(
                                    stat ->
                                        stat.stat("Maximum")
                                            .period(60)
                                            .metric(m -> m.namespace("N").metricName("m")))
                                .build()))
            .join();
    assertThat(data.metricDataResults().get(0).values()).containsExactly(7.0);
  }

  @Test
  void aRefusalCompletesTheFutureExceptionally() {
    CompletableFuture<?> refused =
        client.putMetricData(PutMetricDataRequest.builder().namespace("AWS/x").build());
    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CloudWatchException.class);
  }

  @Test
  void anOperationThatIsNotSupportedSaysSo() {
    assertThatThrownBy(() -> client.describeAlarms(DescribeAlarmsRequest.builder().build()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void metricsAreListedInPagesOfFiveHundred() {
    fill(1_001);
    ListMetricsResponse first = list(it -> {});
    ListMetricsResponse second = list(it -> it.nextToken(first.nextToken()));
    ListMetricsResponse third = list(it -> it.nextToken(second.nextToken()));
    assertThat(List.of(first.metrics().size(), second.metrics().size(), third.metrics().size()))
        .containsExactly(500, 500, 1);
    assertThat(third.nextToken()).isNull();
  }

  @Test
  void aFullPageWithoutMoreHasNoToken() {
    fill(500);
    assertThat(list(it -> {}).nextToken()).isNull();
  }

  @Test
  void theSdksPaginatorFindsEveryMetricOnce() {
    fill(1_001);
    Set<String> names = new HashSet<>();
    List<String> all = new ArrayList<>();
    client
        .listMetricsPaginator(ListMetricsRequest.builder().build())
        .metrics()
        .subscribe(
            metric -> {
              names.add(metric.metricName());
              all.add(metric.metricName());
            })
        .join();
    assertThat(all).hasSize(1_001);
    assertThat(names).hasSize(1_001);
  }

  @Test
  void aListIsFilteredByNamespaceNameAndDimensions() {
    put("N", "a", Map.of("E", "x"));
    put("N", "b", Map.of("E", "y"));
    put("N", "b", Map.of("E", "x", "R", "1"));
    put("O", "a", Map.of());
    assertThat(names(it -> it.namespace("N"))).containsExactly("a", "b", "b");
    assertThat(names(it -> it.metricName("a"))).containsExactly("a", "a");
    assertThat(names(it -> it.dimensions(filter("E", "x")))).containsExactly("a", "b");
    assertThat(names(it -> it.dimensions(filter("R", null)))).containsExactly("b");
    assertThat(names(it -> it.namespace("P"))).isEmpty();
  }

  @Test
  void aMetricOfTwoUnitsIsListedOnce() {
    store.put(new MetricKey("N", "m", Map.of(), "Count"), NOW, Samples.of(1));
    store.put(new MetricKey("N", "m", Map.of(), "None"), NOW, Samples.of(1));
    assertThat(names(it -> {})).containsExactly("m");
  }

  @Test
  void aWrongTokenOfAListIsRefused() {
    fill(3);
    assertThatThrownBy(() -> list(it -> it.nextToken("x")))
        .hasCauseInstanceOf(InvalidNextTokenException.class);
  }

  private void fill(int metrics) {
    for (int i = 0; i < metrics; i++) {
      put("N", "m" + i, Map.of());
    }
  }

  private void put(String namespace, String name, Map<String, String> dimensions) {
    store.put(new MetricKey(namespace, name, dimensions, "Count"), NOW, Samples.of(1));
  }

  private ListMetricsResponse list(Consumer<ListMetricsRequest.Builder> change) {
    return client.listMetrics(change).join();
  }

  private static DimensionFilter filter(String name, @Nullable String value) {
    return DimensionFilter.builder().name(name).value(value).build();
  }

  private List<String> names(Consumer<ListMetricsRequest.Builder> change) {
    return list(change).metrics().stream().map(Metric::metricName).toList();
  }
}
