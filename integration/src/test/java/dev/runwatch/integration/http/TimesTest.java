/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.integration.Http;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator does by itself: as time passes, and from one start to the next. */
class TimesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path dir;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Coordinator coordinator;
  private Http http;

  @BeforeEach
  void open() throws Exception {
    start(dir.resolve("runs.db").toString(), 0);
  }

  private void start(String store, int port) throws CoordinatorStartException {
    coordinator =
        Coordinator.start(
            CoordinatorConfig.builder()
                .listen(new InetSocketAddress("127.0.0.1", port))
                .store(store)
                .pollWait(Duration.ofMillis(300))
                .heartbeatInterval(Duration.ofMillis(300))
                .staleAfter(Duration.ofSeconds(1))
                .removeAfter(Duration.ofSeconds(3))
                .noMatchAfter(Duration.ofSeconds(2))
                .step(Duration.ofSeconds(1))
                .noMatchExempt("exempt"::equals)
                .build(),
            registry,
            metrics -> {},
            Clock.systemUTC());
    http = new Http(coordinator.uri());
  }

  @AfterEach
  void close() {
    coordinator.close();
  }

  private String register(String name) {
    return http.post(
            "/runner/register",
            "{\"hostname\":\"h\",\"project_dir\":\"/p\",\"executor_profile\":\"" + name + "\"}")
        .text("runner_id");
  }

  private String statusOf(String run) {
    return http.get("/runs/" + run).text("status");
  }

  private double failed() {
    return registry.get("runs_failed_total").counter().count();
  }

  @Test
  void aRunnerUnheardOfIsStaleThenRemovedAndItsRunsFail() {
    String runner = register("a");
    String claimed = http.post("/runs", "{}").text("run_id");
    assertThat(http.get("/runner/runs?runner_id=" + runner).status()).isEqualTo(200);
    assertThat(http.get("/runners").body().path("runners").get(0).path("status").asString())
        .isEqualTo("online");

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                http.get("/runners")
                    .body()
                    .path("runners")
                    .path(0)
                    .path("status")
                    .asString("")
                    .equals("stale"));
    assertThat(statusOf(claimed)).isEqualTo("claimed");
    await().atMost(PATIENCE).until(() -> statusOf(claimed).equals("failed"));

    assertThat(http.get("/runners").body().path("runners")).isEmpty();
    assertThat(http.get("/runs/" + claimed).text("error")).isNotBlank();
    assertThat(failed()).isOne();
    assertThat(http.get("/runner/runs?runner_id=" + runner).status()).isEqualTo(401);
  }

  @Test
  void anySignOfLifeKeepsARunnerOnlineAndBringsAStaleOneBack() {
    String runner = register("a");
    await().atMost(PATIENCE).until(() -> registry.get("runners_online_count").gauge().value() == 0);
    http.post("/runner/heartbeat", "{\"runner_id\":\"" + runner + "\"}");
    assertThat(registry.get("runners_online_count").gauge().value()).isOne();
  }

  @Test
  void aRunNobodyCanExecuteFailsAndAnExemptOneWaits() {
    String lonely = http.post("/runs", "{\"demands\":{\"tags\":[\"gpu\"]}}").text("run_id");
    String exempt = http.post("/runs", "{\"type\":\"exempt\"}").text("run_id");
    // The clock of a run that nobody matches runs only while a runner is online.
    String other =
        http.post(
                "/runner/register",
                "{\"hostname\":\"h\",\"project_dir\":\"/p\",\"executors\":[\"other\"]}")
            .text("runner_id");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              http.post("/runner/heartbeat", "{\"runner_id\":\"" + other + "\"}");
              return statusOf(lonely).equals("failed");
            });

    assertThat(http.get("/runs/" + lonely).text("error")).isNotBlank();
    assertThat(statusOf(exempt)).isEqualTo("pending");
    assertThat(failed()).isOne();
    assertThat(registry.get("runs_pending_count").gauge().value()).isOne();
    assertThat(registry.get("oldest_pending_age_seconds").gauge().value()).isPositive();
  }

  @Test
  void aRunWaitsForAsLongAsABusyRunnerMatchesIt() {
    String runner = register("a");
    String run = http.post("/runs", "{}").text("run_id");
    await()
        .during(Duration.ofSeconds(4))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              http.post("/runner/heartbeat", "{\"runner_id\":\"" + runner + "\"}");
              return statusOf(run).equals("pending");
            });
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    String runner = register("a");
    String pending = http.post("/runs", "{\"type\":\"exempt\"}").text("run_id");
    String stopped = http.post("/runs", "{\"executor\":\"x\"}").text("run_id");
    http.post("/runs/" + stopped + "/stop", "");

    coordinator.close();
    start(dir.resolve("runs.db").toString(), 0);

    assertThat(statusOf(pending)).isEqualTo("pending");
    assertThat(statusOf(stopped)).isEqualTo("stopped");
    assertThat(
            http.get("/runner/runs?runner_id=" + runner)
                .body()
                .path("run")
                .path("run_id")
                .asString(""))
        .isEqualTo(pending);
  }

  @Test
  void aCoordinatorThatCannotStartSaysWhyInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> second(dir.resolve("2.db").toString(), taken.getLocalPort()))
          .isInstanceOf(CoordinatorStartException.class)
          .message()
          .contains("" + taken.getLocalPort())
          .doesNotContain("\n");
    }
    Path noDatabase = Files.writeString(dir.resolve("text"), "no database ".repeat(1000));
    for (String store : new String[] {noDatabase.toString(), dir.toString(), noDatabase + "/x"}) {
      assertThatThrownBy(() -> second(store, 0))
          .isInstanceOf(CoordinatorStartException.class)
          .message()
          .contains(store)
          .doesNotContain("\n");
    }
  }

  private void second(String store, int port) throws CoordinatorStartException {
    Coordinator first = coordinator;
    try {
      start(store, port);
      coordinator.close();
    } finally {
      coordinator = first;
    }
  }

  @Test
  void manyStreamsAndPollsHoldNoThreads() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        open(sockets, "/sse/runs");
        open(sockets, "/runner/runs?runner_id=" + register("r" + i));
      }
      await()
          .atMost(PATIENCE)
          .until(() -> registry.get("sse_connections_count").gauge().value() == 200);
      assertThat(http.get("/health").status()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private void open(List<Socket> sockets, String path) throws IOException {
    Socket socket = http.connect();
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }
}
