/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.api.Distribution;
import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.runwatch.metrics.CloudMonitoringNames;
import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

final class CloudMonitoringRegistryTest {

  private static final Environment PROD = new Environment("prod");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Publication.class);
  private FakeMonitoring google;
  private CloudMonitoringRegistry registry;
  private CoordinatorMetrics metrics;

  @BeforeEach
  void start() throws IOException {
    log.start();
    logger.addAppender(log);
    google = new FakeMonitoring();
    registry = CloudMonitoringRegistry.start(settings("host"));
    registry.publish(); // after the one at the start
    metrics = CoordinatorMetrics.on(registry, PROD);
  }

  @AfterEach
  void stop() {
    registry.close();
    google.close();
    logger.detachAppender(log);
  }

  private CloudMonitoringSettings settings(String hostname) {
    return new CloudMonitoringSettings(
        MonitoredTask.started("europe-west1", "Runwatch", "COORDINATOR", hostname),
        "a-project",
        Duration.ofHours(1),
        google.address());
  }

  private List<TimeSeries> series(String metric) {
    return google.series(CloudMonitoringNames.type(metric));
  }

  private static Point last(List<TimeSeries> series) {
    return series.get(series.size() - 1).getPoints(0);
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aTimeSeriesHasTheNameTheLabelsAndTheProcess() {
    metrics.requestServed("GET /runs", 200, Duration.ofMillis(5));
    registry.publish();
    TimeSeries series = series(MetricCatalogue.REQUEST_LATENCY).get(0);
    assertThat(series.getMetric().getType())
        .isEqualTo("custom.googleapis.com/runwatch/request_latency_seconds");
    assertThat(series.getMetric().getLabelsMap())
        .containsOnly(
            Map.entry("Environment", "prod"),
            Map.entry("Route", "GET /runs"),
            Map.entry("StatusClass", "2xx"));
    assertThat(series.getResource().getType()).isEqualTo("generic_task");
    assertThat(series.getResource().getLabelsMap())
        .containsEntry("project_id", "a-project")
        .containsEntry("location", "europe-west1")
        .containsEntry("namespace", "Runwatch")
        .containsEntry("job", "coordinator")
        .hasEntrySatisfying("task_id", id -> assertThat(id).matches("host-[0-9a-f]{8}"));
    assertThat(google.requests).allMatch(it -> it.getName().equals("projects/a-project"));
  }

  @Test
  void aCountIsTheSumSinceTheStartOfTheProcess() {
    metrics.runCreated();
    registry.publish();
    metrics.runCreated();
    metrics.runCreated();
    registry.publish();
    List<TimeSeries> series = series(MetricCatalogue.RUNS_CREATED);
    assertThat(last(series).getValue().getInt64Value()).isEqualTo(3);
    assertThat(series)
        .extracting(it -> it.getPoints(0).getInterval().getStartTime())
        .doesNotContain(Timestamp.getDefaultInstance())
        .containsOnly(last(series).getInterval().getStartTime());
    assertThat(
            Timestamps.compare(
                last(series).getInterval().getStartTime(), last(series).getInterval().getEndTime()))
        .isNegative();
  }

  @Test
  void aCountThatIsReadFromAFunctionIsACountToo() {
    FunctionCounter.builder(MetricCatalogue.TELEMETRY_DROPPED, this, it -> 5).register(registry);
    registry.publish();
    TimeSeries series = series(MetricCatalogue.TELEMETRY_DROPPED).get(0);
    assertThat(series.getMetricKind()).isEqualTo(MetricKind.CUMULATIVE);
    assertThat(series.getPoints(0).getValue().getInt64Value()).isEqualTo(5);
  }

  @Test
  void aGaugeIsWhatItReadsNowAndHasNoStart() {
    Gauge.builder(MetricCatalogue.RUNS_PENDING, () -> 7)
        .tag(MetricCatalogue.ENVIRONMENT, "prod")
        .register(registry);
    registry.publish();
    Point point = last(series(MetricCatalogue.RUNS_PENDING));
    assertThat(point.getValue().getDoubleValue()).isEqualTo(7);
    assertThat(point.getInterval().hasStartTime()).isFalse();
  }

  @Test
  void aGaugeThatReadsNothingIsNotSent() {
    Gauge.builder(MetricCatalogue.RUNS_PENDING, () -> Double.NaN).register(registry);
    registry.publish();
    assertThat(series(MetricCatalogue.RUNS_PENDING)).isEmpty();
  }

  @Test
  void aDistributionInSecondsGrowsAndItsBucketsAddUp() {
    metrics.runWaited(Duration.ofMillis(20));
    registry.publish();
    metrics.runWaited(Duration.ofSeconds(4));
    metrics.runWaited(Duration.ofDays(1));
    registry.publish();
    Distribution distribution =
        last(series(MetricCatalogue.RUN_WAIT)).getValue().getDistributionValue();
    assertThat(distribution.getCount()).isEqualTo(3);
    assertThat(distribution.getMean()).isEqualTo((0.02 + 4 + 86_400) / 3);
    List<Double> bounds = distribution.getBucketOptions().getExplicitBuckets().getBoundsList();
    List<Long> counts = distribution.getBucketCountsList();
    assertThat(counts).hasSize(bounds.size() + 1);
    assertThat(bounds).isSorted().contains(0.05, 5.0, 3_600.0);
    assertThat(counts.get(bounds.indexOf(0.05))).isEqualTo(1);
    assertThat(counts.get(bounds.indexOf(5.0))).isEqualTo(1);
    assertThat(counts.get(bounds.size())).as("above the last bound").isEqualTo(1);
  }

  static List<MetricSpec> catalogue() {
    return MetricCatalogue.all();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void aDescriptorSaysWhatTheCatalogueSays(MetricSpec spec) {
    MetricDescriptor descriptor = Descriptors.of(spec);
    assertThat(descriptor.getType()).isEqualTo("custom.googleapis.com/runwatch/" + spec.name());
    assertThat(descriptor.getDescription()).isEqualTo(spec.meaning());
    assertThat(descriptor.getUnit()).isEqualTo(spec.name().endsWith("_seconds") ? "s" : "1");
    assertThat(descriptor.getMetricKind())
        .isEqualTo(
            spec.defaultStatistic().equals("Sum") && spec.name().endsWith("_total")
                    || spec.statistics().contains("p50")
                ? MetricKind.CUMULATIVE
                : MetricKind.GAUGE);
    assertThat(descriptor.getValueType())
        .isEqualTo(
            switch (spec.kind()) {
              case COUNTER -> ValueType.INT64;
              case GAUGE -> ValueType.DOUBLE;
              case HISTOGRAM -> ValueType.DISTRIBUTION;
            });
    assertThat(descriptor.getLabelsList())
        .extracting(LabelDescriptor::getKey)
        .containsExactlyInAnyOrderElementsOf(
            spec.dimensionSets().stream().flatMap(Set::stream).collect(Collectors.toSet()));
  }

  @Test
  void whatTheCatalogueDoesNotHaveIsNotSent() {
    Counter.builder("another_total").register(registry).increment();
    registry.publish();
    assertThat(google.descriptors.keySet()).noneMatch(type -> type.contains("another"));
    assertThat(google.requests)
        .flatMap(it -> it.getTimeSeriesList())
        .noneMatch(series -> series.getMetric().getType().contains("another"));
  }

  @Test
  void twoReplicasOfOneHostShareDescriptorsAndNoTimeSeries() {
    try (CloudMonitoringRegistry second = CloudMonitoringRegistry.start(settings("host"))) {
      second.publish();
      CoordinatorMetrics.on(second, PROD).runCreated();
      metrics.runCreated();
      registry.publish();
      second.publish();
      List<TimeSeries> series = series(MetricCatalogue.RUNS_CREATED);
      assertThat(
              series.stream()
                  .filter(it -> it.getPoints(0).getValue().getInt64Value() == 1)
                  .map(it -> it.getResource().getLabelsOrThrow("task_id")))
          .hasSize(2)
          .doesNotHaveDuplicates();
      assertThat(lines()).isEmpty();
    }
  }

  @Test
  void moreThanTwoHundredSeriesAreSentInSeveralRequests() {
    for (int route = 0; route < 250; route++) {
      metrics.requestServed("GET /" + route, 200, Duration.ofMillis(1));
    }
    registry.publish();
    assertThat(series(MetricCatalogue.REQUEST_LATENCY)).hasSize(250);
    assertThat(lines()).isEmpty();
  }

  @Test
  void countsOfAnOutageArriveAfterItAndTheLogHasALineAtEachChange() {
    google.refuse(Status.UNAVAILABLE.withDescription("try later\nand more"));
    metrics.runCreated();
    registry.publish();
    registry.publish();
    google.refuse(null);
    metrics.runCreated();
    registry.publish();
    assertThat(last(series(MetricCatalogue.RUNS_CREATED)).getValue().getInt64Value()).isEqualTo(2);
    assertThat(lines())
        .containsExactly(
            "Metrics do not reach Google Cloud Monitoring: UNAVAILABLE: try later; counts are kept"
                + " and sent later",
            "Metrics reach Google Cloud Monitoring again");
  }

  @Test
  void aRefusedAccountIsToldWhichRoleItNeeds() {
    google.refuse(Status.PERMISSION_DENIED.withDescription("no access"));
    metrics.runCreated();
    registry.publish();
    assertThat(lines())
        .singleElement()
        .asString()
        .contains("PERMISSION_DENIED", "no access", "roles/monitoring.metricWriter")
        .doesNotContain("\n");
  }

  @Test
  void withoutCredentialsTheServiceGoesOnAndTheLogHasOneLine() {
    CloudMonitoringSettings settings =
        new CloudMonitoringSettings(
            MonitoredTask.started("global", "Runwatch", "RUNNER", "host"),
            "a-project",
            Duration.ofHours(1),
            /* emulator= */ null);
    try (CloudMonitoringRegistry without =
        CloudMonitoringRegistry.start(
            settings,
            () -> {
              throw new IOException("there are no credentials\nsee a page");
            })) {
      await().atMost(PATIENCE).until(() -> !lines().isEmpty());
      CoordinatorMetrics.on(without, PROD).runCreated();
      without.publish();
    }
    assertThat(lines())
        .containsExactly(
            "Metrics do not reach Google Cloud Monitoring: there are no credentials; counts are"
                + " kept and sent later");
  }

  @Test
  void theLastCountsAreSentOnCloseAndGaugesAreNot() {
    Gauge.builder(MetricCatalogue.RUNS_PENDING, () -> 7).register(registry);
    registry.publish();
    int gauges = series(MetricCatalogue.RUNS_PENDING).size();
    metrics.runCompleted();
    registry.close();
    assertThat(last(series(MetricCatalogue.RUNS_COMPLETED)).getValue().getInt64Value())
        .isEqualTo(1);
    assertThat(series(MetricCatalogue.RUNS_PENDING)).hasSize(gauges);
  }
}
