/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runners: which runs they get, who takes over from them, and what becomes of their runs. */
abstract class RunnersContract extends ContractTest {

  @Test
  void runnersThatRaceNeverGetTheSameRun() {
    List<String> racing = IntStream.range(0, 6).mapToObj(i -> client.register("h" + i)).toList();
    for (int i = 0; i < 60; i++) {
      client.newRun("{}");
    }
    List<CompletableFuture<List<String>>> all =
        racing.stream()
            .map(runner -> CompletableFuture.supplyAsync(() -> startedBy(runner)))
            .toList();
    List<String> runs = all.stream().flatMap(it -> it.join().stream()).toList();
    assertThat(runs).hasSize(60);
    assertThat(new HashSet<>(runs)).hasSize(60);
  }

  private List<String> startedBy(String runner) {
    List<String> runs = new ArrayList<>();
    for (Answer it = client.poll(runner); it.status() == 200; it = client.poll(runner)) {
      runs.add(it.run());
      // Without a report it would be handed out again after a while.
      client.report(it.run(), "started", runner).is(200);
    }
    return runs;
  }

  @Test
  void runnersGetTheirRunsInOrderAndOnlyThoseTheyMatch() {
    String plain = client.register("plain", "\"executors\":[\"echo\",\"sleep\"]");
    String tagged = client.register("tagged", "\"tags\":[\"a\",\"b\"]");
    String forTagged = client.newRun("{\"demands\":{\"tags\":[\"b\"]}}");
    String forDir = client.newRun("{\"demands\":{\"project_dir\":\"/elsewhere\"}}");
    String forHost = client.newRun("{\"demands\":{\"hostname\":\"other\"}}");
    String forExecutor = client.newRun("{\"executor\":\"nobody\"}");
    String first = client.newRun("{\"executor\":\"sleep\"}");
    String second =
        client.newRun("{\"demands\":{\"hostname\":\"plain\",\"project_dir\":\"/p\",\"tags\":[]}}");
    assertThat(client.poll(plain).run()).isEqualTo(first);
    assertThat(client.poll(plain).run()).isEqualTo(second);
    client.poll(plain).is(204);
    assertThat(client.poll(tagged).run()).isEqualTo(forTagged);
    client.poll(tagged).is(204);
    for (String run : List.of(forDir, forHost, forExecutor)) {
      assertThat(client.status(run)).isEqualTo("pending");
    }
  }

  @Test
  void aRunnerIsShownWithWhatItRegistered() {
    String runner =
        client.register(
            "h", "\"executor_profile\":\"p\"", "\"executors\":[\"b\",\"a\"]", "\"max_runs\":3");
    assertThat(runners()).hasSize(1);
    var shown = runners().path(0);
    assertThat(shown.path("runner_id").asString()).isEqualTo(runner);
    assertThat(shown.path("hostname").asString()).isEqualTo("h");
    assertThat(shown.path("project_dir").asString()).isEqualTo("/p");
    assertThat(shown.path("executor_profile").asString()).isEqualTo("p");
    assertThat(shown.path("executors").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(shown.path("status").asString()).isEqualTo("online");
    assertThat(shown.path("seconds_since_heartbeat").asDouble(-1)).isBetween(0.0, 60.0);
    assertThat(shown.path("runs")).isEmpty();
    assertThat(shown.path("max_runs").asInt(0)).isEqualTo(3);
    assertThat(client.register("h")).isNotEqualTo(runner);
    assertThat(runners()).anyMatch(other -> other.path("max_runs").isNull());
  }

  @Test
  void aRunnerIsShownWithTheRunsThatItHas() {
    String runner = client.register("h");
    String claimed = claimed(runner);
    String running = in("running", runner);
    in("completed", runner);
    // A poll is told of a stop before it gets another run.
    String stopping = in("stopping", runner);
    assertThat(runners().path(0).path("runs").valueStream().map(it -> it.asString("")))
        .containsExactly(claimed, running, stopping);
  }

  @Test
  void aReportOfAnEarlierAttemptChangesNothing() {
    String runner = client.register("h");
    String run = claimed(runner);
    client.heartbeat(runner, "\"runs\":[]").is(200);
    client.heartbeat(runner, "\"runs\":[]").is(200);
    assertThat(client.status(run)).as("two heartbeats did not list it").isEqualTo("pending");
    assertThat(client.poll(runner).run()).isEqualTo(run);
    for (String kind : List.of("started", "completed", "failed", "stopped")) {
      client
          .report(run, kind, runner, "\"attempt\":1", "\"error\":\"late\"")
          .isError(409, "attempt_superseded");
    }
    assertThat(client.status(run)).isEqualTo("claimed");
    client.report(run, "completed", runner, "\"attempt\":2").is(200);
    assertThat(client.status(run)).isEqualTo("completed");
  }

  @Test
  void aNewInstanceTakesOverAndTheOldOneIsRefused() {
    String runner = client.register("h", "\"instance_id\":\"one\"");
    String run = in("running", runner);
    assertThat(client.register("h", "\"instance_id\":\"two\"")).isEqualTo(runner);
    assertThat(client.status(run)).isEqualTo("failed");
    String one = "\"instance_id\":\"one\"";
    String two = "\"instance_id\":\"two\"";
    client
        .get("/runner/runs?runner_id=" + runner + "&instance_id=one")
        .isError(409, "instance_superseded");
    client.heartbeat(runner, one).isError(409, "instance_superseded");
    client.delete("/runners/" + runner + "?instance_id=one").isError(409, "instance_superseded");
    String next = claimed(runner);
    client.report(next, "started", runner, one).isError(409, "instance_superseded");
    client.report(next, "started", runner, two).is(200);
    client.heartbeat(runner, two).is(200);
    assertThat(runners()).hasSize(1);
    client.delete("/runners/" + runner + "?instance_id=two").is(200);
    assertThat(runners()).isEmpty();
  }

  @Test
  void aDeletedRunnerLosesItsRunsAndLearnsOfItOnce() {
    String runner = client.register("h");
    String running = in("running", runner);
    String stopping = in("stopping", runner);
    assertThat(client.delete("/runners/" + runner).body()).isEqualTo("{\"ok\":true}");
    await().untilAsserted(() -> assertThat(client.status(running)).isEqualTo("failed"));
    assertThat(client.get("/runs/" + running).text("error")).isNotBlank();
    await().untilAsserted(() -> assertThat(client.status(stopping)).isEqualTo("stopped"));
    assertThat(runners()).isEmpty();
    client.heartbeat(runner).isError(401, "runner_unknown");
    assertThat(client.poll(runner).body()).isEqualTo("{\"deregistered\":true}");
    await().untilAsserted(() -> client.poll(runner).isError(401, "runner_unknown"));
    client.delete("/runners/" + runner).isError(404, "runner_not_found");
    assertThat(client.register("h")).isEqualTo(runner);
    client.poll(runner).is(204);
  }

  @Test
  void aRunWhosePollClientHadGoneIsHandedOutAgain() throws Exception {
    String runner = client.register("h");
    client.ask("/runner/runs?runner_id=" + runner).close();
    String run = client.newRun("{}");
    await().atMost(Duration.ofSeconds(30)).until(() -> client.poll(runner).run().equals(run));
    client.report(run, "started", runner).is(200);
    assertThat(client.poll(runner).status())
        .as("once begun it is not handed out again")
        .isEqualTo(204);
    client.report(run, "completed", runner).is(200);
  }

  @Test
  void aClaimedRunWhoseStartIsNeverReportedComesAgainAsTheSameAttempt() {
    double created = client.metric("runs_created_total");
    String runner = client.register("h");
    String run = claimed(runner);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Answer answer = client.poll(runner);
              return answer.run().equals(run)
                  && answer.json().path("run").path("attempt").asInt() == 1;
            });
    await().untilAsserted(() -> assertThat(client.metric("runs_created_total") - created).isOne());
  }

  @Test
  void aPollWhoseConnectionIsOpenHoldsNoOtherUp() throws Exception {
    String waiting = client.register("waiting", "\"executors\":[]");
    try (Socket open = client.ask("/runner/runs?runner_id=" + waiting)) {
      String runner = client.register("h");
      assertThat(claimed(runner)).isNotEmpty();
      assertThat(ApiClient.read(open, "\r\n\r\n")).startsWith("HTTP/1.1 204 ");
    }
  }
}
