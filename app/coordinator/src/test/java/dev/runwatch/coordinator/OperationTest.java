/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.Service.Answer;
import dev.runwatch.metrics.MetricCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as its operators see it: start, health, metrics, streams, clocks and its end. */
final class OperationTest {

  @TempDir Path folder;

  @Test
  void aNewRunWakesAWaitingPollAtOnce() throws Exception {
    try (Service service = Service.on(folder, c -> c.pollWait(Duration.ofSeconds(60)))) {
      String runner = service.register("h");
      CompletableFuture<Answer> poll = CompletableFuture.supplyAsync(() -> service.poll(runner));
      await().until(() -> requests(service, "h") > 0);
      String run = service.newRun("{}");
      assertThat(poll.get(20, TimeUnit.SECONDS).body()).contains(run);
    }
  }

  private static int requests(Service service, String host) {
    return service.get("/runners").body().contains("\"" + host + "\"") ? 1 : 0;
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    String runner;
    String waiting;
    String running;
    try (Service service = Service.on(folder)) {
      runner = service.register("h");
      running = service.newRun("{}");
      service.poll(runner);
      service.report(running, "started", runner);
      waiting = service.newRun("{\"executor\":\"echo\"}");
    }
    try (Service service = Service.on(folder)) {
      assertThat(service.status(running)).isEqualTo("running");
      assertThat(service.get("/runners").body()).contains(runner).contains("online");
      assertThat(service.poll(runner).body()).contains(waiting);
      assertThat(service.report(running, "completed", runner).status()).isEqualTo(200);
    }
  }

  @Test
  void aSilentRunnerTurnsStaleComesBackAndIsRemovedInTheEnd() throws Exception {
    try (Service service =
        Service.on(
            folder,
            c -> c.staleAfter(Duration.ofMillis(1_000)).removeAfter(Duration.ofMillis(4_000)))) {
      String runner = service.register("h");
      String run = service.newRun("{}");
      service.poll(runner);
      service.report(run, "started", runner);
      await().until(() -> service.get("/runners").body().contains("\"stale\""));
      assertThat(service.published.get("runners_online_count").gauge().value()).isZero();
      service.post("/runner/heartbeat", "{\"runner_id\":\"" + runner + "\"}");
      assertThat(service.get("/runners").body()).contains("\"online\"");
      await().atMost(Duration.ofSeconds(30)).until(() -> service.status(run).equals("failed"));
      assertThat(service.get("/runners").json().path("runners").size()).isZero();
      assertThat(service.poll(runner).status()).isEqualTo(401);
      assertThat(service.published("runs_failed_total")).isEqualTo(1);
    }
  }

  @Test
  void aRunThatNobodyMatchesFailsUnlessItsTypeIsExempt() throws Exception {
    try (Service service =
        Service.on(
            folder,
            c ->
                c.noMatchAfter(Duration.ofMillis(700))
                    .noMatchExempt(type -> type.equals("drill")))) {
      service.register("busy");
      String matched = service.newRun("{}");
      String exempt = service.newRun("{\"executor\":\"nobody\",\"type\":\"drill\"}");
      String unmatched = service.newRun("{\"executor\":\"nobody\"}");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> service.status(unmatched).equals("failed"));
      assertThat(service.get("/runs/" + unmatched).text("error")).contains("no online runner");
      assertThat(service.status(matched)).isEqualTo("pending");
      assertThat(service.status(exempt)).isEqualTo("pending");
    }
  }

  @Test
  void theMetricsPageHasTheCataloguesNames() throws Exception {
    try (Service service = Service.on(folder)) {
      service.newRun("{}");
      service.get("/runs/run_0");
      service.get("/nowhere");
      await()
          .untilAsserted(
              () ->
                  assertThat(service.get("/metrics").body())
                      .containsPattern("(?m)^coordinator_healthy\\{Environment=\"dev\"\\} 1.0$"));
      String page = service.get("/metrics").body();
      for (String name :
          List.of(
              MetricCatalogue.RUNS_CREATED,
              MetricCatalogue.RUNS_COMPLETED,
              MetricCatalogue.RUNS_FAILED,
              MetricCatalogue.RUNS_PENDING,
              MetricCatalogue.RUNNERS_ONLINE,
              MetricCatalogue.SSE_CONNECTIONS,
              MetricCatalogue.OLDEST_PENDING_AGE,
              MetricCatalogue.COORDINATOR_HEALTHY)) {
        assertThat(page).containsPattern("(?m)^" + name + "\\{Environment=\"dev\"\\} \\d");
      }
      assertThat(page)
          .containsPattern("(?m)^runs_created_total\\{Environment=\"dev\"\\} 1.0$")
          .containsPattern("(?m)^runs_pending_count\\{Environment=\"dev\"\\} 1.0$")
          .contains(
              "request_latency_seconds_count{Environment=\"dev\",Route=\"POST"
                  + " /runs\",StatusClass=\"2xx\"} 1")
          .contains("Route=\"GET /runs/{id}\",StatusClass=\"4xx\"")
          .contains("Route=\"UNMATCHED\",StatusClass=\"4xx\"")
          .contains("request_latency_seconds_bucket{")
          .doesNotContain("run_0")
          .doesNotContain("nowhere");
    }
  }

  @Test
  void aStoreThatCannotBeWrittenIsUnhealthyUntilItCan() throws Exception {
    try (Service service = Service.on(folder)) {
      assertThat(service.get("/health").text("status")).isEqualTo("healthy");
      await().until(() -> service.published.get("coordinator_healthy").gauge().value() == 1);
      try (Connection lock =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("runs.db"));
          Statement statement = lock.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    !service
                        .get("/health")
                        .json()
                        .path("checks")
                        .path("store")
                        .path("ok")
                        .asBoolean(true));
        Answer health = service.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.text("status")).isEqualTo("unhealthy");
        assertThat(health.json().path("checks").path("store").path("ok").asBoolean()).isFalse();
        assertThat(service.post("/runs", "{}").code()).isEqualTo("unavailable");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> service.published.get("coordinator_healthy").gauge().value() == 0);
        statement.execute("ROLLBACK");
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(service.get("/health").status()).isEqualTo(200));
      assertThat(service.get("/runs").json().path("runs").size()).isZero();
    }
  }

  @Test
  void hundredsOfPollsAndStreamsHoldNoThreads() throws Exception {
    int many = 300;
    try (Service service = Service.on(folder, c -> c.pollWait(Duration.ofSeconds(120)))) {
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < many; i++) {
          open.add(ask(service, "/sse/runs"));
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> service.published.get("sse_connections_count").gauge().value() == many);
        for (int i = 0; i < many; i++) {
          String runner = service.register("h" + i, "\"tags\":[\"t" + i + "\"]");
          open.add(ask(service, "/runner/runs?runner_id=" + runner));
        }
        String run = service.newRun("{\"demands\":{\"tags\":[\"t" + (many - 1) + "\"]}}");
        assertThat(Service.read(open.get(2 * many - 1), "\"attempt\":1")).contains(run);
        for (int i = 0; i < many; i++) {
          assertThat(Service.read(open.get(i), "\"claimed\""))
              .contains("event: init")
              .contains("event: run")
              .contains(run);
        }
        long threads =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("coordinator-"))
                .count();
        assertThat(threads).isLessThan(40);
        long start = System.nanoTime();
        service.coordinator.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheServiceStaysHealthy() throws Exception {
    try (Service service = Service.on(folder, c -> c.maxConnections(20))) {
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          open.add(service.connect());
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> open.stream().filter(OperationTest::isClosed).count() > 200);
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> service.get("/health").status() == 200);
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Socket ask(Service service, String path) throws IOException {
    Socket socket = service.connect();
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  @Test
  void whoWaitsIsAnsweredWhenTheServiceCloses() throws Exception {
    Service service = Service.on(folder, c -> c.pollWait(Duration.ofSeconds(60)));
    String runner = service.register("h");
    try (Socket poll = ask(service, "/runner/runs?runner_id=" + runner);
        Socket stream = ask(service, "/sse/runs")) {
      assertThat(Service.read(stream, "event: init")).contains("text/event-stream");
      service.get("/health");
      service.close();
      assertThat(Service.read(poll, "\r\n\r\n")).startsWith("HTTP/1.1 204");
    }
    service.close();
  }

  @Test
  void whatCannotStartSaysWhyInOneLine() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("text.db"), "not a database, but long enough\n".repeat(99));
    assertStartFails(Service.config(folder).store(text.toString()), "text.db");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertStartFails(Service.config(folder).store(file.resolve("x/runs.db").toString()), "file");
    assertStartFails(Service.config(folder).store(folder.toString()), folder.toString());
    assertStartFails(Service.config(folder).store("jdbc:mysql://x/y"), "jdbc:postgresql:");
    assertStartFails(
        Service.config(folder).store("jdbc:postgresql://127.0.0.1:1/none?user=u"), "127.0.0.1");
    try (ServerSocket taken = new ServerSocket(0)) {
      assertStartFails(
          Service.config(folder).listen(new InetSocketAddress("127.0.0.1", taken.getLocalPort())),
          String.valueOf(taken.getLocalPort()));
    }
    Service.on(folder).close();
  }

  private static void assertStartFails(CoordinatorConfig.Builder config, String names) {
    assertThatThrownBy(() -> new Service(config.build()).close())
        .isInstanceOf(CoordinatorStartException.class)
        .hasMessageContaining(names)
        .hasMessageNotContaining("\n");
  }
}
