/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.integration.Http;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs from their posting to their end, over HTTP, also against the rules. */
class LifeOfARunTest extends CoordinatorHarness {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  @Test
  void aRunHasExactlyTheFieldsOfTheInterface() {
    String runner = runner("a", "1");
    assertThat(runner).matches("lnch_[0-9a-f]{12}");
    String run = claimed(runner);
    assertThat(run).matches("run_[0-9a-f]{12}");
    assertThat(report(run, "started", runner, "").body().path("ok").asBoolean()).isTrue();
    assertThat(report(run, "completed", runner, ",\"output\":\"out\"").status()).isEqualTo(200);

    JsonNode body = http.get("/runs/" + run).body();
    for (String field :
        new String[] {
          "run_id",
          "status",
          "executor",
          "parameters",
          "demands",
          "runner_id",
          "attempt",
          "error",
          "output",
          "created_at",
          "claimed_at",
          "started_at",
          "completed_at"
        }) {
      assertThat(body.has(field)).as(field).isTrue();
    }
    assertThat(body.path("output").asString()).isEqualTo("out");
    assertThat(body.path("runner_id").asString()).isEqualTo(runner);
    for (String field : new String[] {"created_at", "claimed_at", "started_at", "completed_at"}) {
      assertThat(body.path(field).asString()).matches(TIME);
    }
  }

  /** The store is the whole class's: a key of its own for each test. */
  private static final String ONE_KEY = "one";

  private static final String KEY_AT_ONCE = "at once";

  @Test
  void theSameKeyIsTheSameRun() {
    List<Http.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      answers.add(
          http.send(
              http.request("/runs")
                  .header("Idempotency-Key", ONE_KEY)
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))));
    }
    assertThat(answers.get(0).status()).isEqualTo(201);
    assertThat(answers.get(1).status()).isEqualTo(200);
    assertThat(answers.get(1).text("run_id")).isEqualTo(answers.get(0).text("run_id"));
  }

  @Test
  void theSameKeyAtOnceIsOneRunToo() {
    List<CompletableFuture<Http.Answer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () ->
                  http.send(
                      http.request("/runs")
                          .header("Idempotency-Key", KEY_AT_ONCE)
                          .POST(HttpRequest.BodyPublishers.ofString("{}")))));
    }
    assertThat(all.stream().map(f -> f.join().text("run_id")).distinct()).hasSize(1);
    assertThat(all.stream().filter(f -> f.join().status() == 201)).hasSize(1);
  }

  @Test
  void runsAreListedNewestFirstAndInPages() {
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      posted.add(0, post());
    }
    List<String> listed = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = http.get("/runs?status=pending&limit=2" + after).body();
      page.path("runs").forEach(run -> listed.add(run.path("run_id").asString()));
      after = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
    } while (!after.isEmpty() && listed.size() < 20);
    assertThat(listed).isEqualTo(posted);
    assertThat(http.get("/runs?limit=3").body().path("runs")).hasSize(3);
    assertThat(http.get("/runs?status=running").body().path("runs")).isEmpty();
  }

  @Test
  void reportsMayBeRepeatedAndEndStatesNeverChange() {
    String runner = runner("a", "1");
    String run = claimed(runner);
    assertThat(report(run, "started", runner, "").status()).isEqualTo(200);
    assertThat(report(run, "started", runner, "").status()).isEqualTo(200);
    assertThat(report(run, "completed", runner, ",\"output\":\"1\"").status()).isEqualTo(200);
    assertThat(report(run, "completed", runner, ",\"output\":\"1\"").status()).isEqualTo(200);
    assertError(report(run, "failed", runner, ",\"error\":\"e\""), 409, "illegal_transition");
    assertError(report(run, "stopped", runner, ""), 409, "illegal_transition");
    assertThat(http.post("/runs/" + run + "/stop", "").text("status")).isEqualTo("completed");
    assertThat(status(run)).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource({"completed,''", "failed,',\"error\":\"e\"'"})
  void anEndWhoseStartWasLostIsTaken(String kind, String more) {
    String runner = runner("a", "1");
    String run = claimed(runner);
    assertThat(report(run, kind, runner, more).status()).isEqualTo(200);
    assertThat(status(run)).isEqualTo(kind);
  }

  @Test
  void aRunThatNobodyClaimedCannotBeReported() {
    String runner = runner("a", "1");
    String run = post();
    for (String kind : new String[] {"started", "completed", "stopped"}) {
      Http.Answer answer = report(run, kind, runner, "");
      assertThat(answer.status()).as(kind + answer).isEqualTo(409);
      assertThat(answer.code()).isIn("illegal_transition", "not_owner");
    }
    assertThat(status(run)).isEqualTo("pending");
  }

  @Test
  void anotherRunnerIsNotItsOwner() {
    String owner = runner("a", "1");
    String other = runner("b", "1");
    String run = claimed(owner);
    assertError(report(run, "started", other, ""), 409, "not_owner");
    assertError(report(run, "completed", other, ""), 409, "not_owner");
    assertError(report(run, "failed", other, ",\"error\":\"e\""), 409, "not_owner");
    assertError(report(run, "stopped", other, ""), 409, "not_owner");
    assertThat(status(run)).isEqualTo("claimed");
  }

  @Test
  void aPendingRunIsStoppedAtOnceAndARunningOneByItsRunner() throws Exception {
    String pending = post();
    Http.Answer answer = http.post("/runs/" + pending + "/stop", "");
    assertThat(answer.text("status")).isEqualTo("stopped");
    assertThat(answer.text("run_id")).isEqualTo(pending);

    String runner = runner("a", "1");
    String run = claimed(runner);
    report(run, "started", runner, "");
    CompletableFuture<Http.Answer> waiting = CompletableFuture.supplyAsync(() -> poll(runner));
    assertThat(http.post("/runs/" + run + "/stop", "").text("status")).isEqualTo("stopping");
    assertThat(waiting.get(30, TimeUnit.SECONDS).body().path("stop_runs").get(0).asString())
        .isEqualTo(run);
    assertThat(report(run, "started", runner, "").status()).isEqualTo(200);
    assertThat(status(run)).isEqualTo("stopping");
    assertThat(report(run, "stopped", runner, ",\"signal\":\"SIGTERM\"").status()).isEqualTo(200);
    assertThat(report(run, "stopped", runner, ",\"signal\":\"SIGTERM\"").status()).isEqualTo(200);
    assertThat(status(run)).isEqualTo("stopped");
  }

  @Test
  void anEndThatCameBeforeTheStopCounts() {
    String runner = runner("a", "1");
    String run = claimed(runner);
    http.post("/runs/" + run + "/stop", "");
    assertThat(report(run, "completed", runner, "").status()).isEqualTo(200);
    assertThat(status(run)).isEqualTo("completed");
  }

  @Test
  void anInstanceThatWasTakenOverFromIsToldSo() {
    String runner = runner("a", "one");
    assertThat(runner("a", "two")).isEqualTo(runner);
    assertError(
        http.get("/runner/runs?runner_id=" + runner + "&instance_id=one"),
        409,
        "instance_superseded");
    assertError(
        http.post(
            "/runner/heartbeat", "{\"runner_id\":\"" + runner + "\",\"instance_id\":\"one\"}"),
        409,
        "instance_superseded");
    String run = claimed(runner);
    assertError(
        report(run, "started", runner, ",\"instance_id\":\"one\""), 409, "instance_superseded");
    assertThat(report(run, "started", runner, ",\"instance_id\":\"two\"").status()).isEqualTo(200);
    assertThat(http.get("/runners").body().path("runners")).hasSize(1);
  }

  @Test
  void anInstanceThatWaitsWhenItIsTakenOverFromIsToldAtItsNextPollAtTheLatest() throws Exception {
    String runner = runner("a", "one");
    CompletableFuture<Http.Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> http.get("/runner/runs?runner_id=" + runner + "&instance_id=one"));
    runner("a", "two");
    String run = post();
    Http.Answer old = waiting.get(30, TimeUnit.SECONDS);
    assertThat(old.body().has("run")).as(old.toString()).isFalse();
    assertThat(poll(runner).body().path("run").path("run_id").asString("")).isEqualTo(run);
  }

  @Test
  void anInstanceThatWasTakenOverFromCannotDeregisterItsSuccessor() {
    String runner = runner("a", "one");
    runner("a", "two");
    assertError(http.delete("/runners/" + runner + "?instance_id=one"), 409, "instance_superseded");
    assertThat(http.get("/runners").body().path("runners")).hasSize(1);
    assertThat(http.delete("/runners/" + runner + "?instance_id=two").status()).isEqualTo(200);
    assertThat(http.get("/runners").body().path("runners")).isEmpty();
  }

  @Test
  void aRunnerThatIsShutDownReportsItsRunsStoppedUnasked() {
    String runner = runner("a", "1");
    String run = claimed(runner);
    assertError(report(run, "stopped", runner, ""), 409, "illegal_transition");
    report(run, "started", runner, "");
    assertThat(report(run, "stopped", runner, ",\"signal\":\"SIGTERM\"").status()).isEqualTo(200);
    assertThat(status(run)).isEqualTo("stopped");
  }

  @Test
  void aNewRunWakesAWaitingPollAtOnceAndOnlyOne() throws Exception {
    String first = runner("a", "1");
    String second = runner("b", "1");
    CompletableFuture<Http.Answer> one = CompletableFuture.supplyAsync(() -> poll(first));
    CompletableFuture<Http.Answer> two = CompletableFuture.supplyAsync(() -> poll(second));
    String run = post();
    List<Http.Answer> answers =
        List.of(one.get(30, TimeUnit.SECONDS), two.get(30, TimeUnit.SECONDS));
    assertThat(answers.stream().filter(a -> a.status() == 200))
        .singleElement()
        .satisfies(a -> assertThat(a.body().path("run").path("run_id").asString()).isEqualTo(run));
    assertThat(answers.stream().filter(a -> a.status() == 204)).hasSize(1);
  }

  @Test
  void aRunGoesOnlyToARunnerThatMeetsItsDemands() {
    String runner = runner("a", "1");
    for (String body :
        new String[] {
          "{\"executor\":\"sleep\"}",
          "{\"demands\":{\"tags\":[\"gpu\"]}}",
          "{\"demands\":{\"hostname\":\"other\"}}",
          "{\"demands\":{\"project_dir\":\"/other\"}}"
        }) {
      assertThat(http.post("/runs", body).status()).isEqualTo(201);
    }
    assertThat(poll(runner).status()).isEqualTo(204);
    String fitting =
        http.post("/runs", "{\"demands\":{\"hostname\":\"h\",\"project_dir\":\"/p\",\"tags\":[]}}")
            .text("run_id");
    assertThat(poll(runner).body().path("run").path("run_id").asString()).isEqualTo(fitting);
  }

  @Test
  void aRunWhoseDeliveryWasLostIsDeliveredAgain() throws Exception {
    String runner = runner("a", "1");
    try (Socket socket = http.connect()) {
      socket
          .getOutputStream()
          .write(
              ("GET /runner/runs?runner_id=" + runner + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
    String run = post();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> poll(runner).body().path("run").path("run_id").asString("").equals(run));
    assertThat(report(run, "started", runner, "").status()).isEqualTo(200);
    assertThat(poll(runner).status()).as("once begun it is not delivered again").isEqualTo(204);
  }

  @Test
  void aDeregisteredRunnerLearnsOfItAndItsRunsAreFailed() {
    String runner = runner("a", "1");
    String run = claimed(runner);
    report(run, "started", runner, "");
    assertThat(http.delete("/runners/" + runner).status()).isEqualTo(200);
    assertThat(poll(runner).body().path("deregistered").asBoolean(false)).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> status(run).equals("failed"));
    assertThat(http.get("/runs/" + run).text("error")).isNotBlank();
    assertError(poll(runner), 401, "runner_unknown");
  }

  @Test
  void theStreamBeginsWithWhatIsUnfinishedAndTellsEveryChange() throws Exception {
    String before = post();
    try (Socket socket = http.connect()) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET /sse/runs HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      StringBuilder text = new StringBuilder();
      readUntil(socket, text, "event: init");
      readUntil(socket, text, before);
      String after = post();
      readUntil(socket, text, after);
      assertThat(text).contains("text/event-stream").contains("event: run").contains("id:");
    }
  }

  private static void readUntil(Socket socket, StringBuilder text, String wanted) throws Exception {
    byte[] chunk = new byte[4096];
    while (text.indexOf(wanted) < 0) {
      int n = socket.getInputStream().read(chunk);
      assertThat(n).as("the stream ended: " + text).isPositive();
      text.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
    }
  }

  @Test
  void healthNamesItsParts() {
    Http.Answer answer = http.get("/health");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("healthy");
    assertThat(answer.body().path("checks").path("store").path("ok").asBoolean(false)).isTrue();
    assertThat(answer.body().path("checks").has("sweeper")).isTrue();
  }

  @Test
  void thePrometheusPageNamesTheSpecifiedMetricsExactly() {
    Http.Answer answer = http.get("/metrics");
    assertThat(answer.header("content-type")).startsWith("text/plain");
    assertThat(answer.response().body())
        .containsPattern("(?m)^runs_created_total\\{")
        .containsPattern("(?m)^runs_completed_total\\{")
        .containsPattern("(?m)^runs_failed_total\\{")
        .containsPattern("(?m)^runs_pending_count\\{")
        .containsPattern("(?m)^runners_online_count\\{")
        .containsPattern("(?m)^sse_connections_count\\{")
        .containsPattern("(?m)^request_latency_seconds");
  }
}
