/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a coordinator does by itself as time passes, and what it tells its operators. */
abstract class TimesContract extends ContractTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  CoordinatorSettings settings() {
    return CoordinatorSettings.shortTimes();
  }

  @Test
  void aSilentRunnerTurnsStaleComesBackAndIsRemovedInTheEnd() {
    double failed = client.metric("runs_failed_total");
    String runner = client.register("h");
    String run = in("running", runner);
    await().atMost(PATIENCE).until(() -> statusOf(0).equals("stale"));
    assertThat(client.status(run)).isEqualTo("running");
    await().atMost(PATIENCE).until(() -> client.metric("runners_online_count") == 0);
    client.heartbeat(runner).is(200);
    assertThat(statusOf(0)).isEqualTo("online");
    await().atMost(PATIENCE).until(() -> client.metric("runners_online_count") == 1);

    await().atMost(PATIENCE).until(() -> client.status(run).equals("failed"));
    assertThat(client.get("/runs/" + run).text("error")).isNotBlank();
    assertThat(runners()).isEmpty();
    client.poll(runner).isError(401, "runner_unknown");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(client.metric("runs_failed_total") - failed).isOne());
  }

  private String statusOf(int runner) {
    return runners().path(runner).path("status").asString("");
  }

  @Test
  void aRunThatNoRunnerMatchesFailsWhileOneThatABusyRunnerMatchesWaits() {
    String runner = client.register("busy");
    String matched = client.newRun("{}");
    String unmatched = client.newRun("{\"demands\":{\"tags\":[\"gpu\"]}}");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              client.heartbeat(runner).is(200);
              return client.status(unmatched).equals("failed");
            });
    assertThat(client.get("/runs/" + unmatched).text("error")).contains("no online runner");
    assertThat(client.status(matched)).isEqualTo("pending");
    assertThat(client.metric("oldest_pending_age_seconds")).isPositive();
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    String name = store + "restart";
    CoordinatorSettings calm = CoordinatorSettings.shortPolls();
    String runner;
    String pending;
    String running;
    String stopped;
    try (CoordinatorBinding.Running first = binding().start(name, calm)) {
      ApiClient its = new ApiClient(first.uri());
      runner = its.register("h");
      running = its.newRun("{}");
      assertThat(its.poll(runner).run()).isEqualTo(running);
      its.report(running, "started", runner).is(200);
      pending = its.newRun("{}");
      stopped = its.newRun("{\"executor\":\"nobody\"}");
      its.stop(stopped).is(200);
    }
    try (CoordinatorBinding.Running second = binding().start(name, calm)) {
      ApiClient its = new ApiClient(second.uri());
      assertThat(its.status(running)).isEqualTo("running");
      assertThat(its.status(pending)).isEqualTo("pending");
      assertThat(its.status(stopped)).isEqualTo("stopped");
      assertThat(its.get("/runners").body()).contains(runner).contains("online");
      assertThat(its.poll(runner).run()).isEqualTo(pending);
      its.report(running, "completed", runner).is(200);
    }
  }

  @Test
  void healthNamesItsParts() {
    Answer health = client.get("/health").is(200);
    assertThat(health.text("status")).isEqualTo("healthy");
    assertThat(health.text("version")).isNotBlank();
    assertThat(health.text("commit")).isNotBlank();
    assertThat(health.json().path("checks").path("store").path("ok").asBoolean(false)).isTrue();
    assertThat(health.json().path("checks").path("sweeper").path("ok").asBoolean(false)).isTrue();
    assertThat(health.json().path("age_seconds").asDouble(-1)).isBetween(0.0, 2.0);
  }

  @Test
  void aPollThatIsRefusedIsCountedThoughPollsAreNotTimed() {
    client.poll("lnch_000000000000").isError(401, "runner_unknown");
    client.poll(client.register("h")).is(204);
    assertThat(client.get("/metrics").is(200).body())
        .contains("Route=\"GET /runner/runs\",StatusClass=\"4xx\"")
        .doesNotContain("Route=\"GET /runner/runs\",StatusClass=\"2xx\"");
  }

  @Test
  void aHealthyCoordinatorIsReady() {
    client.get("/health/ready").is(200);
  }

  @Test
  void theDocumentOfTheInterfaceIsServed() {
    assertThat(client.get("/openapi.json").is(200).json().path("paths"))
        .isEqualTo(ApiDocument.present().json().path("paths"));
  }

  @Test
  void theMetricsPageHasTheCataloguesNamesAndNoIds() {
    client.get("/runs/run_0").is(404);
    client.get("/nowhere").is(404);
    client.newRun("{}");
    await().atMost(PATIENCE).until(() -> client.metric("coordinator_healthy") == 1);
    for (String metric :
        new String[] {
          "runs_created_total",
          "runs_completed_total",
          "runs_failed_total",
          "runs_pending_count",
          "runners_online_count",
          "sse_connections_count",
          "oldest_pending_age_seconds"
        }) {
      assertThat(client.metric(metric)).as(metric).isNotNegative();
    }
    await().atMost(PATIENCE).until(() -> client.metric("runs_pending_count") == 1);
    Answer page = client.get("/metrics").is(200);
    assertThat(page.header("Content-Type")).startsWith("text/plain");
    assertThat(page.body())
        .containsPattern(
            "request_latency_seconds_count\\{Environment=\"[a-z]+\",Route=\"POST /runs\","
                + "StatusClass=\"2xx\"} \\d")
        .contains("Route=\"GET /runs/{id}\",StatusClass=\"4xx\"")
        .contains("Route=\"UNMATCHED\",StatusClass=\"4xx\"")
        .contains("request_latency_seconds_bucket{")
        .contains("runwatch_build_info{")
        .doesNotContain("run_0")
        .doesNotContain("nowhere");
  }
}
