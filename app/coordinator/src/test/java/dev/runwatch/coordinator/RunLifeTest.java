/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.Service.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The life of runs and runners, over HTTP. */
final class RunLifeTest {

  @TempDir Path folder;
  private Service service;

  @BeforeEach
  void start() throws Exception {
    service = Service.on(folder);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String claimed(String runner) {
    String run = service.newRun("{}");
    assertThat(service.poll(runner).json().path("run").path("run_id").asString()).isEqualTo(run);
    return run;
  }

  /** A run in that state, with a runner that may report about it. */
  private String in(String status, String runner) {
    if (status.equals("pending")) {
      return service.newRun("{\"executor\":\"nobody\"}");
    }
    String run = claimed(runner);
    if (!status.equals("claimed")) {
      service.report(run, "started", runner);
    }
    switch (status) {
      case "stopping" -> service.post("/runs/" + run + "/stop", "");
      case "completed", "failed", "stopped" -> service.report(run, status, runner);
      default -> {}
    }
    assertThat(service.status(run)).isEqualTo(status);
    return run;
  }

  @Test
  void aRunGoesFromItsPostToItsEnd() {
    String runner = service.register("h", "\"tags\":[\"gpu\"]");
    Answer created =
        service.post(
            "/runs",
            "{\"parameters\":{\"n\":0.10000000000000000555,\"big\":1e400,\"z\":\"\\u0000\"},"
                + "\"demands\":{\"tags\":[\"gpu\"],\"hostname\":\"h\"}}");
    assertThat(created.status()).isEqualTo(201);
    String run = created.text("run_id");
    assertThat(run).matches("run_[0-9a-f]{12}");
    assertThat(created.json().properties()).hasSize(2);
    assertThat(created.text("status")).isEqualTo("pending");

    Answer poll = service.poll(runner);
    assertThat(poll.body()).contains("0.10000000000000000555").contains("1E+400");
    JsonNode handed = poll.json().path("run");
    assertThat(handed.path("run_id").asString()).isEqualTo(run);
    assertThat(handed.path("attempt").asInt()).isEqualTo(1);
    assertThat(service.status(run)).isEqualTo("claimed");
    assertThat(service.report(run, "started", runner).body()).isEqualTo("{\"ok\":true}");
    assertThat(service.status(run)).isEqualTo("running");
    assertThat(service.report(run, "completed", runner).status()).isEqualTo(200);

    JsonNode end = service.get("/runs/" + run).json();
    assertThat(end.path("status").asString()).isEqualTo("completed");
    assertThat(end.path("output").asString()).isEqualTo("yes");
    assertThat(end.path("error").isNull()).isTrue();
    assertThat(end.path("runner_id").asString()).isEqualTo(runner);
    for (String time : List.of("created_at", "claimed_at", "started_at", "completed_at")) {
      assertThat(end.path(time).asString())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }
    assertThat(service.published("runs_created_total")).isEqualTo(1);
    assertThat(service.published("runs_completed_total")).isEqualTo(1);
    assertThat(service.published("runs_failed_total")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "pending,started,409,pending", "pending,completed,409,pending",
    "pending,failed,409,pending", "pending,stopped,409,pending",
    "claimed,started,200,running", "claimed,completed,200,completed",
    "claimed,failed,200,failed", "claimed,stopped,409,claimed",
    "running,started,200,running", "running,completed,200,completed",
    "running,failed,200,failed", "running,stopped,200,stopped",
    "stopping,started,200,stopping", "stopping,completed,200,completed",
    "stopping,failed,200,failed", "stopping,stopped,200,stopped",
    "completed,started,409,completed", "completed,completed,200,completed",
    "completed,failed,409,completed", "completed,stopped,409,completed",
    "failed,started,409,failed", "failed,completed,409,failed",
    "failed,failed,200,failed", "failed,stopped,409,failed",
    "stopped,started,409,stopped", "stopped,completed,409,stopped",
    "stopped,failed,409,stopped", "stopped,stopped,200,stopped",
  })
  void aReportIsTakenOrRefusedAsTheTableSays(String from, String kind, int status, String then) {
    String runner = service.register("h");
    String run = in(from, runner);
    Answer answer = service.report(run, kind, runner);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status == 409) {
      assertThat(answer.code()).isEqualTo("illegal_transition");
    }
    assertThat(service.status(run)).isEqualTo(then);
  }

  @Test
  void theSameReportAgainCountsOnce() {
    String runner = service.register("h");
    String run = in("completed", runner);
    service.report(run, "completed", runner);
    service.report(run, "completed", runner);
    assertThat(service.published("runs_completed_total")).isEqualTo(1);
  }

  @Test
  void onlyTheOwnerMayReport() {
    String owner = service.register("h");
    String other = service.register("other", "\"executors\":[]");
    String run = claimed(owner);
    Answer answer = service.report(run, "completed", other);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("not_owner");
    assertThat(service.status(run)).isEqualTo("claimed");
  }

  @Test
  void aStopReachesTheRunnerAndIsIdempotent() {
    String runner = service.register("h");
    String pending = service.newRun("{\"executor\":\"nobody\"}");
    assertThat(service.post("/runs/" + pending + "/stop", "").text("status")).isEqualTo("stopped");
    assertThat(service.post("/runs/" + pending + "/stop", "").text("status")).isEqualTo("stopped");
    String run = in("running", runner);
    assertThat(service.post("/runs/" + run + "/stop", "{}").text("status")).isEqualTo("stopping");
    assertThat(service.poll(runner).body()).isEqualTo("{\"stop_runs\":[\"" + run + "\"]}");
    assertThat(service.report(run, "stopped", runner).status()).isEqualTo(200);
    assertThat(service.post("/runs/" + run + "/stop", "").text("status")).isEqualTo("stopped");
  }

  @Test
  void theSameKeyGivesTheSameRunHoweverManyAskAtOnce() {
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> service.post("/runs", "{}", "Idempotency-Key", "k1")))
            .toList();
    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(it -> it.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(it -> it.status() == 200)).hasSize(15);
    assertThat(answers.stream().map(it -> it.text("run_id")).distinct()).hasSize(1);
    assertThat(service.get("/runs").json().path("runs").size()).isEqualTo(1);
    assertThat(service.published("runs_created_total")).isEqualTo(1);
  }

  @Test
  void pagesStayStableWhileRunsAreAdded() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(0, service.newRun("{}"));
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = service.get("/runs?status=&limit=3&after=" + after).json();
      page.path("runs").forEach(run -> seen.add(run.path("run_id").asString()));
      after = page.path("next").isNull() ? "" : page.path("next").asString();
      service.newRun("{}");
    } while (!after.isEmpty());
    assertThat(seen).isEqualTo(made);
    assertThat(service.get("/runs?status=completed").json().path("runs").size()).isZero();
  }

  @Test
  void runnersThatRaceNeverGetTheSameRun() {
    List<String> runners = IntStream.range(0, 6).mapToObj(i -> service.register("h" + i)).toList();
    for (int i = 0; i < 60; i++) {
      service.newRun("{}");
    }
    List<CompletableFuture<List<String>>> racing =
        runners.stream()
            .map(
                runner ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          List<String> got = new ArrayList<>();
                          Answer answer;
                          while ((answer = service.poll(runner)).status() == 200) {
                            String run = answer.json().path("run").path("run_id").asString();
                            got.add(run);
                            // Without an echo it would be handed out again after a while.
                            service.report(run, "started", runner);
                          }
                          return got;
                        }))
            .toList();
    List<String> all = racing.stream().flatMap(it -> it.join().stream()).toList();
    assertThat(all).hasSize(60);
    assertThat(new HashSet<>(all)).hasSize(60);
  }

  @Test
  void runnersGetTheirRunsInOrderAndOnlyThoseTheyMatch() {
    String plain = service.register("plain", "\"executors\":[\"echo\",\"sleep\"]");
    String tagged = service.register("tagged", "\"tags\":[\"a\",\"b\"]");
    String forTagged = service.newRun("{\"demands\":{\"tags\":[\"b\"]}}");
    String forDir = service.newRun("{\"demands\":{\"project_dir\":\"/elsewhere\"}}");
    String first = service.newRun("{\"executor\":\"sleep\"}");
    String second = service.newRun("{\"demands\":{\"hostname\":\"plain\",\"project_dir\":\"/p\"}}");
    assertThat(service.poll(plain).body()).contains(first);
    assertThat(service.poll(plain).body()).contains(second);
    assertThat(service.poll(plain).status()).isEqualTo(204);
    assertThat(service.poll(tagged).body()).contains(forTagged);
    assertThat(service.poll(tagged).status()).isEqualTo(204);
    assertThat(service.status(forDir)).isEqualTo("pending");
  }

  @Test
  void aNewInstanceTakesOverAndTheOldOneIsRefused() {
    String runner = service.register("h", "\"instance_id\":\"one\"");
    String run = in("running", runner);
    assertThat(service.register("h", "\"instance_id\":\"two\"")).isEqualTo(runner);
    assertThat(service.status(run)).isEqualTo("failed");
    Answer poll = service.get("/runner/runs?runner_id=" + runner + "&instance_id=one");
    assertThat(poll.status()).isEqualTo(409);
    assertThat(poll.code()).isEqualTo("instance_superseded");
    String one = "{\"runner_id\":\"" + runner + "\",\"instance_id\":\"one\"}";
    assertThat(service.post("/runner/heartbeat", one).code()).isEqualTo("instance_superseded");
    assertThat(service.delete("/runners/" + runner + "?instance_id=one").code())
        .isEqualTo("instance_superseded");
    assertThat(service.poll(runner).status()).isEqualTo(204);
    assertThat(service.post("/runner/heartbeat", one.replace("one", "two")).status())
        .isEqualTo(200);
  }

  @Test
  void aDeletedRunnerLosesItsRunsAndLearnsOfItOnce() {
    String runner = service.register("h");
    String running = in("running", runner);
    String stopping = in("stopping", runner);
    assertThat(service.delete("/runners/" + runner).body()).isEqualTo("{\"ok\":true}");
    assertThat(service.status(running)).isEqualTo("failed");
    assertThat(service.status(stopping)).isEqualTo("stopped");
    assertThat(service.get("/runners").json().path("runners").size()).isZero();
    assertThat(service.post("/runner/heartbeat", "{\"runner_id\":\"" + runner + "\"}").code())
        .isEqualTo("runner_unknown");
    assertThat(service.poll(runner).body()).isEqualTo("{\"deregistered\":true}");
    await().untilAsserted(() -> assertThat(service.poll(runner).status()).isEqualTo(401));
    assertThat(service.delete("/runners/" + runner).status()).isEqualTo(404);
    assertThat(service.register("h")).isEqualTo(runner);
    assertThat(service.poll(runner).status()).isEqualTo(204);
  }

  @Test
  void aRunWhosePollClientHadGoneIsHandedOutAgain() throws Exception {
    String runner = service.register("h");
    try (Socket gone = service.connect()) {
      gone.getOutputStream()
          .write(
              ("GET /runner/runs?runner_id=" + runner + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    }
    String run = service.newRun("{}");
    await().atMost(Duration.ofSeconds(30)).until(() -> service.poll(runner).body().contains(run));
    assertThat(service.report(run, "started", runner).status()).isEqualTo(200);
    assertThat(service.report(run, "completed", runner).status()).isEqualTo(200);
  }

  @Test
  void aClaimedRunWhoseStartIsNeverReportedComesAgainWithAHigherAttempt() {
    String runner = service.register("h");
    String run = claimed(runner);
    Set<Integer> attempts = new HashSet<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              Answer answer = service.poll(runner);
              if (answer.status() == 200) {
                assertThat(answer.json().path("run").path("run_id").asString()).isEqualTo(run);
                attempts.add(answer.json().path("run").path("attempt").asInt());
              }
              return attempts.contains(2);
            });
    assertThat(service.published("runs_created_total")).isEqualTo(1);
  }
}
