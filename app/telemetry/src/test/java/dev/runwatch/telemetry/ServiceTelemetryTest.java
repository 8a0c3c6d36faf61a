/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec.Publisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** What a service records arrives at CloudWatch as the catalogue says. */
final class ServiceTelemetryTest {

  private static final Environment ENVIRONMENT = new Environment("test");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Recording client = new Recording();

  /** A CloudWatch that takes everything. */
  private static final class Recording implements CloudWatchAsyncClient {

    final List<PutMetricDataRequest> requests = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
      requests.add(request);
      return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }

    List<MetricDatum> data(String metric) {
      return requests.stream()
          .flatMap(request -> request.metricData().stream())
          .filter(datum -> datum.metricName().equals(metric))
          .toList();
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private ServiceTelemetry rehearse(Publisher role) {
    return ServiceTelemetry.rehearse(
        role, ENVIRONMENT, "Test/Runs", Duration.ofSeconds(1), folder, client);
  }

  private static double sum(List<MetricDatum> data) {
    return data.stream()
        .mapToDouble(datum -> datum.value() == null ? datum.statisticValues().sum() : datum.value())
        .sum();
  }

  @Test
  void aCounterArrivesOnceWithItsNamespaceAndItsDimensionAndThenAsZeros() {
    try (ServiceTelemetry telemetry = rehearse(Publisher.COORDINATOR)) {
      CoordinatorMetrics metrics = CoordinatorMetrics.on(telemetry.registry(), ENVIRONMENT);
      metrics.runCreated();
      metrics.runCreated();
      await().atMost(PATIENCE).until(() -> sum(client.data(MetricCatalogue.RUNS_CREATED)) >= 2);
      int before = client.data(MetricCatalogue.RUNS_CREATED).size();
      await()
          .atMost(PATIENCE)
          .until(() -> client.data(MetricCatalogue.RUNS_CREATED).size() > before);
      List<MetricDatum> data = client.data(MetricCatalogue.RUNS_CREATED);
      assertThat(sum(data)).isEqualTo(2);
      assertThat(data)
          .allSatisfy(
              datum ->
                  assertThat(datum.dimensions())
                      .containsExactly(
                          Dimension.builder()
                              .name(MetricCatalogue.ENVIRONMENT)
                              .value("test")
                              .build()));
      assertThat(client.requests)
          .allSatisfy(request -> assertThat(request.namespace()).isEqualTo("Test/Runs"));
    }
  }

  @Test
  void aLatencyIsPublishedForEveryDimensionSetOfTheCatalogue() {
    try (ServiceTelemetry telemetry = rehearse(Publisher.COORDINATOR)) {
      CoordinatorMetrics.on(telemetry.registry(), ENVIRONMENT)
          .requestServed("GET /runs", 200, Duration.ofMillis(5));
      int sets =
          MetricCatalogue.find(MetricCatalogue.REQUEST_LATENCY)
              .orElseThrow()
              .dimensionSets()
              .size();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          client.data(MetricCatalogue.REQUEST_LATENCY).stream()
                              .map(MetricDatum::dimensions)
                              .distinct())
                      .hasSize(sets));
    }
  }

  @Test
  void theJournalIsInAFolderNamedAfterTheRole() {
    try (ServiceTelemetry telemetry = rehearse(Publisher.RUNNER)) {
      assertThat(telemetry.registry()).isNotNull();
      assertThat(folder.resolve("journal"))
          .isDirectoryRecursivelyContaining("glob:**/journal/runner*");
    }
  }

  @Test
  void thePublishersOwnMetricsNameTheEnvironment() {
    SimpleMeterRegistry page = new SimpleMeterRegistry();
    try (ServiceTelemetry telemetry = rehearse(Publisher.COORDINATOR)) {
      telemetry.account().bindTo(page);
      assertThat(page.getMeters())
          .isNotEmpty()
          .allSatisfy(
              meter ->
                  assertThat(meter.getId().getTag(MetricCatalogue.ENVIRONMENT)).isEqualTo("test"));
    }
  }

  @Test
  void closingDeliversWhatIsOpenAndLeavesTheClientToItsOwner() {
    ServiceTelemetry telemetry =
        ServiceTelemetry.open(
            Publisher.COORDINATOR, ENVIRONMENT, "Test/Runs", Duration.ofMinutes(1), folder, client);
    CoordinatorMetrics.on(telemetry.registry(), ENVIRONMENT).runCompleted();
    telemetry.close();
    assertThat(sum(client.data(MetricCatalogue.RUNS_COMPLETED))).isEqualTo(1);
    assertThat(client.closed).isFalse();
  }

  @Test
  void anotherRegistryGetsTheSameAndIsClosedWithIt() {
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    ServiceTelemetry telemetry =
        ServiceTelemetry.open(
                Publisher.COORDINATOR,
                ENVIRONMENT,
                "Test/Runs",
                Duration.ofMinutes(1),
                folder,
                client)
            .andTo(other);
    CoordinatorMetrics.on(telemetry.registry(), ENVIRONMENT).runCompleted();
    assertThat(telemetry.steps().outliveTheProcess()).isTrue();
    assertThat(other.find(MetricCatalogue.TELEMETRY_LAST_SUCCESS_AGE).meter()).isNotNull();
    telemetry.close();
    assertThat(sum(client.data(MetricCatalogue.RUNS_COMPLETED))).isEqualTo(1);
    assertThat(other.get(MetricCatalogue.RUNS_COMPLETED).counter().count()).isEqualTo(1);
    assertThat(other.isClosed()).isTrue();
  }
}
