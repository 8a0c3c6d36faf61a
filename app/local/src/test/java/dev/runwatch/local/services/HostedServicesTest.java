/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The coordinator and the runners of a rehearsal, stopped and started. */
final class HostedServicesTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration MINUTE = Duration.ofSeconds(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final MetricStore store = new MetricStore(MINUTE);
  private final EmbeddedCloudWatch cloudWatch = new EmbeddedCloudWatch(store, Clock.systemUTC());
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void aCoordinatorKeepsItsPortAndItsRunsWhenItStartsAgain() throws Exception {
    CoordinatorHost host = coordinator();
    host.start();
    URI first = host.uri();
    JsonNode run = post(first.resolve("/runs"), "{}");
    host.stop();
    assertThatThrownBy(() -> get(first.resolve("/health"))).isInstanceOf(IOException.class);
    host.start();
    assertThat(host.uri()).isEqualTo(first);
    String id = run.path("run_id").asString("");
    assertThat(get(first.resolve("/runs/" + id)).path("run_id").asString("")).isEqualTo(id);
  }

  @Test
  void startingAndStoppingTwiceDoesNothingMore() throws Exception {
    CoordinatorHost host = coordinator();
    host.start();
    URI first = host.uri();
    host.start();
    assertThat(host.uri()).isEqualTo(first);
    host.stop();
    host.stop();
    assertThatThrownBy(() -> get(first.resolve("/health"))).isInstanceOf(IOException.class);
  }

  @Test
  void aCoordinatorWhosePortIsTakenFailsAndCanBeStartedLater() throws Exception {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    CoordinatorHost host = open(coordinator(config().port(taken.getLocalPort()).build()));
    assertThatThrownBy(host::start)
        .isInstanceOf(CoordinatorStartException.class)
        .hasMessageContaining("" + taken.getLocalPort());
    taken.close();
    host.start();
    assertThat(get(host.uri().resolve("/runners")).path("runners")).isEmpty();
  }

  @Test
  void runnersOfARehearsalHaveNamesOfTheirOwnAndTheGivenTagsAndExecutors() throws Exception {
    CoordinatorHost host = coordinator();
    host.start();
    LocalConfig config =
        config().runners(3).tags(Set.of("gpu")).executors(Set.of("echo", "build=make")).build();
    RunnerHost runners = open(new RunnerHost(config, cloudWatch, host.uri()));
    runners.start();
    runners.awaitRegistered(LONG);
    List<JsonNode> registered = runners(host);
    assertThat(registered)
        .extracting(it -> it.path("executor_profile").asString(""))
        .containsExactlyInAnyOrder("local", "local-2", "local-3");
    assertThat(registered)
        .allSatisfy(
            runner -> {
              assertThat(runner.path("tags").path(0).asString("")).isEqualTo("gpu");
              assertThat(runner.path("executors").valueStream().map(it -> it.asString("")))
                  .containsExactlyInAnyOrder("echo", "build");
            });
  }

  @Test
  void stoppedRunnersLeaveAndTheirMetricsEnd() throws Exception {
    CoordinatorHost host = coordinator();
    host.start();
    RunnerHost runners = open(new RunnerHost(config().build(), cloudWatch, host.uri()));
    runners.start();
    runners.start();
    runners.awaitRegistered(LONG);
    assertThat(runners(host)).hasSize(1);
    await()
        .atMost(LONG)
        .until(
            () ->
                store.keys().stream().map(MetricKey::name).toList().contains("runner_slots_busy"));
    runners.stop();
    await().atMost(LONG).until(() -> runners(host).isEmpty());
    runners.start();
    runners.awaitRegistered(LONG);
    assertThat(runners(host)).hasSize(1);
  }

  @Test
  void waitingForRunnersOfACoordinatorThatIsGoneEnds() {
    RunnerHost runners =
        open(
            new RunnerHost(
                config().build(), cloudWatch, URI.create("http://127.0.0.1:" + closedPort())));
    runners.start();
    long start = System.nanoTime();
    runners.awaitRegistered(Duration.ofMillis(200));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(30));
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CoordinatorHost coordinator() {
    return open(coordinator(config().build()));
  }

  private CoordinatorHost coordinator(LocalConfig config) {
    return new CoordinatorHost(config, cloudWatch, type -> false, Clock.systemUTC());
  }

  private LocalConfig.Builder config() {
    return LocalConfig.builder(Repository.root())
        .port(0)
        .consolePort(0)
        .minute(MINUTE)
        .dataDir(folder);
  }

  private List<JsonNode> runners(CoordinatorHost host) throws IOException, InterruptedException {
    return get(host.uri().resolve("/runners")).path("runners").valueStream().toList();
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
  }

  private JsonNode post(URI uri, String body) throws IOException, InterruptedException {
    return JSON.readTree(
        http.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString())
            .body());
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(resource);
    return resource;
  }
}
