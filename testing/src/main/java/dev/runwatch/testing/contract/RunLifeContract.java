/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs from their creation to their end, also against the rules. */
abstract class RunLifeContract extends ContractTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private double counted(String metric, double before) {
    return client.metric(metric) - before;
  }

  @Test
  void aRunGoesFromItsPostToItsEnd() {
    double created = client.metric("runs_created_total");
    double completed = client.metric("runs_completed_total");
    double failed = client.metric("runs_failed_total");
    String runner = client.register("h", "\"tags\":[\"gpu\"]");
    assertThat(runner).matches("lnch_[0-9a-f]{12}");
    Answer answer =
        client
            .post(
                "/runs",
                "{\"parameters\":{\"n\":0.10000000000000000555,\"big\":1e400,\"z\":\"\\u0000\"},"
                    + "\"demands\":{\"tags\":[\"gpu\"],\"hostname\":\"h\"}}")
            .is(201);
    String run = answer.text("run_id");
    assertThat(run).matches("run_[0-9a-f]{12}");
    assertThat(answer.json().properties()).hasSize(2);
    assertThat(answer.text("status")).isEqualTo("pending");

    Answer poll = client.poll(runner);
    assertThat(poll.body()).contains("0.10000000000000000555").contains("1E+400");
    assertThat(poll.run()).isEqualTo(run);
    assertThat(poll.json().path("run").path("attempt").asInt()).isEqualTo(1);
    assertThat(client.status(run)).isEqualTo("claimed");
    assertThat(client.report(run, "started", runner).body()).isEqualTo("{\"ok\":true}");
    assertThat(client.status(run)).isEqualTo("running");
    client.report(run, "completed", runner).is(200);

    JsonNode end = client.get("/runs/" + run).json();
    assertThat(end.path("status").asString()).isEqualTo("completed");
    assertThat(end.path("output").asString()).isEqualTo("yes");
    assertThat(end.path("parameters").path("z").asString()).isEqualTo("\u0000");
    assertThat(end.path("demands").toString()).isEqualTo("{\"hostname\":\"h\",\"tags\":[\"gpu\"]}");
    assertThat(end.path("executor").asString()).isEqualTo("echo");
    assertThat(end.path("error").isNull()).isTrue();
    assertThat(end.path("runner_id").asString()).isEqualTo(runner);
    for (String time : List.of("created_at", "claimed_at", "started_at", "completed_at")) {
      assertThat(end.path(time).asString()).matches(TIME);
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(counted("runs_created_total", created)).isOne();
              assertThat(counted("runs_completed_total", completed)).isOne();
            });
    assertThat(counted("runs_failed_total", failed)).isZero();
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
    String runner = client.register("h");
    String run = in(from, runner);
    Answer answer = client.report(run, kind, runner).is(status);
    if (status == 409) {
      answer.isError(409, "illegal_transition");
    }
    assertThat(client.status(run)).isEqualTo(then);
  }

  @Test
  void theSameReportAgainCountsOnce() {
    double completed = client.metric("runs_completed_total");
    String runner = client.register("h");
    String run = in("completed", runner);
    client.report(run, "completed", runner).is(200);
    client.report(run, "completed", runner).is(200);
    String last = in("completed", runner);
    assertThat(client.status(last)).isEqualTo("completed");
    await()
        .untilAsserted(() -> assertThat(counted("runs_completed_total", completed)).isEqualTo(2));
  }

  @Test
  void anEndStateNeverChanges() {
    String runner = client.register("h");
    String run = in("completed", runner);
    assertThat(client.stop(run).is(200).text("status")).isEqualTo("completed");
    client.report(run, "failed", runner).isError(409, "illegal_transition");
    assertThat(client.status(run)).isEqualTo("completed");
  }

  @Test
  void onlyTheOwnerMayReport() {
    String owner = client.register("h");
    String other = client.register("other", "\"executors\":[]");
    String run = claimed(owner);
    for (String kind : new String[] {"started", "completed", "failed", "stopped"}) {
      client.report(run, kind, other).isError(409, "not_owner");
    }
    assertThat(client.status(run)).isEqualTo("claimed");
  }

  @Test
  void aPendingRunIsStoppedAtOnceAndARunningOneByItsRunner() {
    String runner = client.register("h");
    String pending = client.newRun("{\"executor\":\"nobody\"}");
    for (int i = 0; i < 2; i++) {
      Answer stopped = client.stop(pending).is(200);
      assertThat(stopped.text("status")).isEqualTo("stopped");
      assertThat(stopped.text("run_id")).isEqualTo(pending);
    }
    String run = in("running", runner);
    assertThat(client.post("/runs/" + run + "/stop", "{}").text("status")).isEqualTo("stopping");
    assertThat(client.poll(runner).body()).isEqualTo("{\"stop_runs\":[\"" + run + "\"]}");
    client.report(run, "stopped", runner, "\"signal\":\"SIGTERM\"").is(200);
    client.report(run, "stopped", runner, "\"signal\":\"SIGTERM\"").is(200);
    assertThat(client.get("/runs/" + run).text("error")).contains("SIGTERM");
    assertThat(client.stop(run).text("status")).isEqualTo("stopped");
  }

  @Test
  void aRunnerThatIsShutDownReportsItsRunsStoppedUnasked() {
    String runner = client.register("h");
    String run = in("running", runner);
    client.report(run, "stopped", runner, "\"signal\":\"SIGTERM\"").is(200);
    assertThat(client.status(run)).isEqualTo("stopped");
  }

  @Test
  void aTraceContextIsKeptAndHandedToTheRunnerUnlessItIsNone() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String runner = client.register("h");
    String run = client.post("/runs", "{}", "traceparent", trace).is(201).text("run_id");
    Answer poll = client.poll(runner);
    assertThat(poll.run()).isEqualTo(run);
    assertThat(poll.json().path("run").path("traceparent").asString("")).isEqualTo(trace);
    assertThat(client.get("/runs/" + run).text("traceparent")).isEqualTo(trace);
    String other = client.post("/runs", "{}", "traceparent", "00-xyz").is(201).text("run_id");
    assertThat(client.get("/runs/" + other).json().path("traceparent").isNull()).isTrue();
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    String key = store + "other";
    String run = client.post("/runs", "{}", "Idempotency-Key", key).is(201).text("run_id");
    client
        .post("/runs", "{\"executor\":\"nobody\"}", "Idempotency-Key", key)
        .isInvalid("Idempotency-Key");
    assertThat(client.post("/runs", "{}", "Idempotency-Key", key).is(200).text("run_id"))
        .isEqualTo(run);
  }

  @Test
  void theSameKeyGivesTheSameRunHoweverManyAskAtOnce() {
    double created = client.metric("runs_created_total");
    int before = runs("").size();
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> client.post("/runs", "{}", "Idempotency-Key", store)))
            .toList();
    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(it -> it.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(it -> it.status() == 200)).hasSize(15);
    assertThat(answers.stream().map(it -> it.text("run_id")).distinct()).hasSize(1);
    assertThat(runs("").size()).isEqualTo(before + 1);
    await().untilAsserted(() -> assertThat(counted("runs_created_total", created)).isOne());
  }

  @Test
  void pagesAreNewestFirstAndStayStableWhileRunsAreAdded() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(0, client.newRun("{}"));
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = client.get("/runs?status=pending&limit=3&after=" + after).json();
      assertThat(page.path("runs").size()).isLessThanOrEqualTo(3);
      page.path("runs").forEach(run -> seen.add(run.path("run_id").asString()));
      after = page.path("next").isNull() ? "" : page.path("next").asString();
      client.newRun("{}");
    } while (!after.isEmpty());
    assertThat(seen).isEqualTo(made);
    assertThat(runs("running")).isEmpty();
  }

  @Test
  void aListLeavesParametersAndOutputOutUnlessAsked() {
    String runner = client.register("h");
    String run = in("completed", runner);
    JsonNode plain = client.get("/runs?limit=1").json().path("runs").path(0);
    assertThat(plain.path("run_id").asString()).isEqualTo(run);
    assertThat(plain.has("parameters")).isFalse();
    assertThat(plain.has("output")).isFalse();
    JsonNode full =
        client.get("/runs?limit=1&fields=parameters,output").json().path("runs").path(0);
    assertThat(full.path("parameters").isObject()).isTrue();
    assertThat(full.path("output").asString()).isEqualTo("yes");
  }

  @Test
  void aPageHasFourMegabytesAtMost() {
    String body = "{\"parameters\":{\"a\":\"" + "x".repeat(1_000_000) + "\"}}";
    for (int i = 0; i < 6; i++) {
      client.newRun(body);
    }
    Answer page = client.get("/runs?status=pending&fields=parameters").is(200);
    assertThat(page.body().length()).isBetween(3_000_000, 4 << 20);
    assertThat(page.json().path("runs").size()).isEqualTo(4);
    String next = page.text("next");
    assertThat(
            client.get("/runs?status=pending&fields=parameters&after=" + next).json().path("runs"))
        .hasSize(2);
  }
}
