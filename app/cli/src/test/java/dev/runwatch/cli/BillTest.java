/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.metrics.MetricSpec.Idle;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.metrics.MetricUnit;
import dev.runwatch.testing.Repository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BillTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Set<String> FLEET = Set.of(MetricCatalogue.ENVIRONMENT);
  private static final Set<String> BY_ROUTE =
      Set.of(MetricCatalogue.ENVIRONMENT, MetricCatalogue.ROUTE);
  private static final Set<String> BY_STATUS =
      Set.of(MetricCatalogue.ENVIRONMENT, MetricCatalogue.STATUS_CLASS);
  private static final Set<String> BY_REASON =
      Set.of(MetricCatalogue.ENVIRONMENT, MetricCatalogue.REASON);

  @TempDir private Path folder;

  @Test
  void metricsDoNotGrowWithTheFleetAndRequestsDo() {
    Bill one = Bill.of(1, MINUTE, List.of(metric(List.of(FLEET))), 4, List.of());
    Bill hundred = Bill.of(100, MINUTE, List.of(metric(List.of(FLEET))), 4, List.of());
    assertThat(hundred.metricSets()).isEqualTo(one.metricSets());
    assertThat(one.requests()).isEqualTo(730 * 60);
    assertThat(hundred.requests()).isEqualTo(730 * 60 * 100);
  }

  @Test
  void aMetricCountsOnceForEachValueOfItsDimensions() {
    List<MetricSpec> metrics =
        List.of(
            metric(List.of(FLEET)),
            metric(List.of(FLEET, BY_ROUTE, BY_STATUS)),
            metric(List.of(FLEET, BY_REASON)));
    assertThat(Bill.of(1, MINUTE, metrics, 4, List.of()).metricSets())
        .isEqualTo(1 + (1 + 4 + 3) + 1);
  }

  @Test
  void anAlarmCostsForEachMetricThatItEvaluates() {
    List<AlarmDefinition> alarms =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
            .filter(it -> Set.of("queue-backing-up", "high-failure-rate").contains(it.name()))
            .toList();
    assertThat(Bill.of(1, MINUTE, List.of(), 4, alarms).alarmMetrics()).isEqualTo(2 + 2);
  }

  @Test
  void aBillIsTheSumOfItsParts() {
    assertThat(new Bill(38, 438_000, 6).dollars())
        .isCloseTo(38 * 0.30 + 438 * 0.01 + 6 * 0.10 + 3 + 1, within(1e-9));
  }

  /** A request to each route, refused because of its origin, and one to a path that is no route. */
  @Test
  void theBillCountsTheRoutesThatACoordinatorReallyPublishes() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    CoordinatorConfig config =
        CoordinatorConfig.builder()
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .store(folder.resolve("runs.db").toString())
            .build();
    try (Coordinator coordinator =
        Coordinator.start(config, registry, it -> {}, Clock.systemUTC())) {
      HttpClient client = HttpClient.newHttpClient();
      Set<String> requests = new TreeSet<>(Coordinator.routeNames());
      requests.removeIf(route -> !route.contains(" "));
      requests.add("GET /nowhere");
      for (String route : requests) {
        String[] methodAndPath = route.split(" ");
        HttpRequest request =
            HttpRequest.newBuilder(
                    coordinator.uri().resolve(methodAndPath[1].replace("{id}", "run_1")))
                .method(methodAndPath[0], BodyPublishers.noBody())
                .header("Origin", "http://elsewhere.example")
                .timeout(Duration.ofSeconds(30))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
            .as(route)
            .isGreaterThanOrEqualTo(400);
      }
    }
    TreeSet<String> published = new TreeSet<>();
    registry.find(MetricCatalogue.REQUEST_LATENCY).meters().stream()
        .map(meter -> meter.getId().getTag(MetricCatalogue.ROUTE))
        .filter(Objects::nonNull)
        .forEach(published::add);
    assertThat(published).containsExactlyInAnyOrderElementsOf(Coordinator.routeNames());
  }

  private static MetricSpec metric(List<Set<String>> dimensionSets) {
    return new MetricSpec(
        "some_metric",
        MetricKind.COUNTER,
        MetricUnit.COUNT,
        dimensionSets,
        List.of("Sum"),
        Set.of(Publisher.COORDINATOR),
        Idle.ZERO,
        "Some metric",
        "-");
  }
}
