/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.access.Token;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.testing.contract.Answer;
import dev.runwatch.testing.contract.ApiClient;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the contract cannot see from outside: starts that fail, threads, what is published. */
final class CoordinatorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final NewRun RUN =
      new NewRun(
          new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
          JsonNodeFactory.instance.objectNode());

  @TempDir Path folder;

  private CoordinatorConfig.Builder config() {
    return InProcess.config(folder.resolve("runs.db").toString(), CoordinatorSettings.shortPolls());
  }

  @Test
  void whatCannotStartSaysWhyInOneLine() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("text.db"), "not a database, but long enough\n".repeat(99));
    assertStartFails(config().store(text.toString()), "text.db");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertStartFails(config().store(file.resolve("x/runs.db").toString()), "file");
    assertStartFails(config().store(folder.toString()), folder.toString());
    assertStartFails(config().store("jdbc:mysql://x/y"), "jdbc:postgresql:");
    assertStartFails(config().store("jdbc:postgresql://127.0.0.1:1/none?user=u"), "127.0.0.1");
    try (ServerSocket taken = new ServerSocket(0)) {
      assertStartFails(
          config().listen(new InetSocketAddress("127.0.0.1", taken.getLocalPort())),
          String.valueOf(taken.getLocalPort()));
    }
    InProcess.start(config().build()).close();
  }

  private static void assertStartFails(CoordinatorConfig.Builder config, String names) {
    assertThatThrownBy(() -> InProcess.start(config.build()).close())
        .isInstanceOf(CoordinatorStartException.class)
        .hasMessageContaining(names)
        .hasMessageNotContaining("\n");
  }

  @Test
  void otherMachinesReachNoCoordinatorWithoutTokens() throws Exception {
    CoordinatorConfig.Builder config = config().listen(new InetSocketAddress("0.0.0.0", 0));
    assertThatThrownBy(() -> InProcess.start(config.build()).close())
        .isInstanceOf(CoordinatorStartException.class)
        .matches(it -> ((CoordinatorStartException) it).isMisconfigured())
        .hasMessageContaining("--tokens");
    assertThat(folder.resolve("runs.db")).doesNotExist();
    InProcess.start(config.insecure(true).build()).close();
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"), new Token(Role.ADMIN, "a", Token.hash("a")).line());
    InProcess.start(config.insecure(false).tokens(tokens).build()).close();
  }

  @Test
  void aStoreThatCannotBeWrittenIsUnhealthyUntilItCan() throws Exception {
    try (InProcess.Started service = InProcess.start(config().build())) {
      ApiClient client = new ApiClient(service.uri());
      assertThat(client.get("/health").text("status")).isEqualTo("healthy");
      await().until(() -> gauge(service, "coordinator_healthy") == 1);
      try (Connection lock =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("runs.db"));
          Statement statement = lock.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        await().atMost(PATIENCE).until(() -> !storeIsOk(client.get("/health"), true));
        Answer health = client.get("/health").is(503);
        assertThat(health.text("status")).isEqualTo("unhealthy");
        assertThat(storeIsOk(health, true)).isFalse();
        client.post("/runs", "{}").isError(503, "unavailable");
        await().atMost(PATIENCE).until(() -> gauge(service, "coordinator_healthy") == 0);
        statement.execute("ROLLBACK");
      }
      await().atMost(PATIENCE).untilAsserted(() -> client.get("/health").is(200));
      assertThat(client.get("/runs").json().path("runs").size()).isZero();
    }
  }

  private static boolean storeIsOk(Answer health, boolean otherwise) {
    return health.json().path("checks").path("store").path("ok").asBoolean(otherwise);
  }

  private static double gauge(InProcess.Started service, String name) {
    return service.published().get(name).gauge().value();
  }

  @Test
  void runsAreRecentForFifteenMinutesWhateverTheStep() throws Exception {
    Instant now = Instant.now();
    StoreOwner owner = new StoreOwner("dev", StoreOwner.Role.COORDINATOR);
    try (SqlStore store = SqlStore.open(folder.resolve("runs.db").toString(), owner)) {
      for (int minutes : List.of(1, 14, 16)) {
        Instant then = now.minus(Duration.ofMinutes(minutes));
        store.write(
            transaction -> {
              Run run = transaction.create(RUN, then);
              return transaction.change(run, run.ended(RunStatus.FAILED, "no", then), then);
            });
      }
    }
    try (InProcess.Started service = InProcess.start(config().build())) {
      assertThat(gauge(service, "runs_failed_recent_count")).isEqualTo(2);
      assertThat(gauge(service, "runs_ended_recent_count")).isEqualTo(2);
    }
  }

  @Test
  void aRunOfAnExemptTypeWaitsForARunner() throws Exception {
    try (InProcess.Started service =
        InProcess.start(
            config()
                .noMatchAfter(Duration.ofMillis(700))
                .noMatchExempt(type -> type.equals("drill"))
                .build())) {
      ApiClient client = new ApiClient(service.uri());
      client.register("h");
      String exempt = client.newRun("{\"executor\":\"nobody\",\"type\":\"drill\"}");
      String other = client.newRun("{\"executor\":\"nobody\"}");
      await().atMost(PATIENCE).until(() -> client.status(other).equals("failed"));
      assertThat(client.status(exempt)).isEqualTo("pending");
    }
  }

  @Test
  void hundredsOfPollsAndStreamsHoldNoThreads() throws Exception {
    int many = 300;
    List<Socket> open = new ArrayList<>();
    try (InProcess.Started service =
        InProcess.start(config().pollWait(Duration.ofMinutes(2)).build())) {
      ApiClient client = new ApiClient(service.uri());
      for (int i = 0; i < many; i++) {
        open.add(client.ask("/sse/runs"));
        open.add(client.ask("/runner/runs?runner_id=" + client.register("h" + i)));
      }
      await().atMost(PATIENCE).until(() -> gauge(service, "sse_connections_count") == many);
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("coordinator-")))
          .hasSizeLessThanOrEqualTo(64);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void healthNamesTheBuildAndItsMetricIsPublishedNowhereButOnThePage() throws Exception {
    try (InProcess.Started service = InProcess.start(config().build())) {
      ApiClient client = new ApiClient(service.uri());
      BuildInfo build = BuildInfo.current();
      Answer health = client.get("/health");
      assertThat(health.text("version")).isEqualTo(build.version()).isNotEmpty();
      assertThat(health.text("commit")).isEqualTo(build.commit()).isNotEmpty();
      assertThat(client.get("/metrics").body().lines())
          .contains(
              "runwatch_build_info{commit=\"%s\",version=\"%s\"} 1.0"
                  .formatted(build.commit(), build.version()));
      assertThat(service.published().getMeters())
          .isNotEmpty()
          .noneMatch(meter -> meter.getId().getName().contains("build"));
    }
  }
}
