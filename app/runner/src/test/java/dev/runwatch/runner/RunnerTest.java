/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A runner with a coordinator that behaves. */
class RunnerTest extends RunnerHarness {

  @Test
  void itRegistersWithItsIdentityAndWhatItCanDo() throws Exception {
    startRegistered();

    assertThat(runner.registered().get()).isEqualTo("lnch_0123456789ab");
    JsonNode body = coordinator.to("/runner/register").get(0).body();
    assertThat(body.path("hostname").asString()).isEqualTo("host-1");
    assertThat(body.path("project_dir").asString()).isEqualTo(dir.toString());
    assertThat(body.path("executor_profile").asString()).isEqualTo("default");
    assertThat(body.path("instance_id").asString()).isNotEmpty();
    assertThat(body.path("executors").values())
        .extracting(JsonNode::asString)
        .containsExactly("echo", "fail", "sleep", "shell");
    assertThat(body.path("tags").values()).extracting(JsonNode::asString).containsExactly("linux");
  }

  @Test
  void everyPollHeartbeatAndReportNamesTheInstance() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "echo", "{}");
    awaitReports("run_1", "started", "completed");
    await().atMost(PATIENCE).until(() -> !coordinator.to("/runner/heartbeat").isEmpty());

    String instance =
        coordinator.to("/runner/register").get(0).body().path("instance_id").asString();
    assertThat(coordinator.polls())
        .allSatisfy(
            poll ->
                assertThat(poll.query())
                    .isEqualTo("runner_id=lnch_0123456789ab&instance_id=" + instance));
    assertThat(coordinator.requests)
        .filteredOn(r -> r.isReport() || r.path().equals("/runner/heartbeat"))
        .allSatisfy(
            request -> {
              assertThat(request.body().path("runner_id").asString())
                  .isEqualTo("lnch_0123456789ab");
              assertThat(request.body().path("instance_id").asString()).isEqualTo(instance);
            });
  }

  @Test
  void aRunIsStartedAndCompletedWithItsOutput() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "shell", "{\"command\":\"echo hello\"}");

    awaitReports("run_1", "started", "completed");

    assertThat(lastReport("run_1").body().path("output").asString()).isEqualTo("hello\n");
    assertThat(counter("runs_executed_total")).isOne();
    assertThat(registry.get("run_duration_seconds").timer().count()).isOne();
  }

  @Test
  void aFailingRunIsReportedWithItsError() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "fail", "{\"message\":\"boom\"}");

    awaitReports("run_1", "started", "failed");

    assertThat(lastReport("run_1").body().path("error").asString()).isEqualTo("boom");
  }

  @Test
  void aRunThatCannotBeStartedIsReportedFailedWithoutHavingStarted() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "cobol", "{}");

    awaitReports("run_1", "failed");

    assertThat(lastReport("run_1").body().path("error").asString())
        .isEqualTo("this runner has no executor 'cobol'; it has echo, fail, sleep, shell");
    assertThat(counter("runs_executed_total")).isOne();
  }

  @Test
  void noMoreRunsThanSlotsAreExecutedAndNonePolledForWithoutAFreeSlot() throws Exception {
    startRegistered();
    for (int i = 1; i <= 3; i++) {
      coordinator.offer("run_" + i, "sleep", "{\"seconds\":2}");
    }

    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 2);
    int polls = coordinator.polls().size();
    await().during(Duration.ofMillis(700)).atMost(PATIENCE).until(() -> true);
    assertThat(coordinator.reportsOf("run_3")).isEmpty();
    assertThat(coordinator.polls()).as("no poll while full").hasSize(polls);
    assertThat(gauge("runner_slots_count")).isEqualTo(2);

    awaitReports("run_3", "started", "completed");
    assertThat(counter("runs_executed_total")).isEqualTo(3);
    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 0);
  }

  @Test
  void aRunIsStoppedByAPoll() throws Exception {
    startRegistered();
    beginSleeping("run_1");

    coordinator.stop("run_1");

    awaitReports("run_1", "started", "stopped");
    assertThat(lastReport("run_1").body().path("signal").asString()).isEqualTo("SIGTERM");
  }

  @Test
  void aStopReachesARunnerWithoutAFreeSlotAndNoListOfRunsIsRead() throws Exception {
    startRegistered();
    beginSleeping("run_1");
    beginSleeping("run_2");

    coordinator.stopWithoutASlot("run_2");

    awaitReports("run_2", "started", "stopped");
    assertThat(coordinator.reportNames("run_1")).containsExactly("started");
    assertThat(coordinator.to("/runs")).isEmpty();
  }

  @Test
  void aRunnerThatWaitsForStopsTakesARunAtOnceWhenASlotIsFree() throws Exception {
    coordinator.pollSeconds = 600;
    startRegistered();
    beginSleeping("run_1");
    coordinator.offer("run_2", "shell", "{\"command\":\"until [ -e go ]; do sleep 0.1; done\"}");
    awaitReports("run_2", "started");
    await()
        .atMost(PATIENCE)
        .until(() -> coordinator.to("/runner/runs").size() > coordinator.polls().size());
    coordinator.offer("run_3", "echo", "{}");

    Files.createFile(dir.resolve("go"));

    awaitReports("run_3", "started", "completed");
  }

  @Test
  void aRunLongerThanItsTimeOutFails() throws Exception {
    startRegistered();
    coordinator.offer(
        "{\"run_id\":\"run_1\",\"executor\":\"sleep\",\"parameters\":{\"seconds\":300},"
            + "\"timeout_seconds\":1}");

    awaitReports("run_1", "started", "failed");

    assertThat(lastReport("run_1").body().path("error").asString()).startsWith("timed out");
  }

  @Test
  void heartbeatsFollowEachOtherAfterFourFifthsOfTheInterval() throws Exception {
    coordinator.heartbeatSeconds = 1;
    startRegistered();

    await().atMost(PATIENCE).until(() -> coordinator.to("/runner/heartbeat").size() >= 4);

    List<FakeCoordinator.Request> beats = coordinator.to("/runner/heartbeat");
    for (int i = 1; i < 4; i++) {
      long pause = beats.get(i).atNanos() - beats.get(i - 1).atNanos();
      assertThat(Duration.ofNanos(pause)).isGreaterThan(Duration.ofMillis(750));
    }
    assertThat(counter("heartbeat_failures_total")).isZero();
    assertThat(gauge("coordinator_reachable")).isOne();
  }

  @Test
  void closingEndsTheRunsReportsThemFailedAndDeregisters() throws Exception {
    startRegistered();
    beginSleeping("run_1");

    runner.close();
    runner.close();

    assertThat(coordinator.reportNames("run_1")).containsExactly("started", "failed");
    assertThat(lastReport("run_1").body().path("error").asString())
        .isEqualTo("the runner was shut down before the run ended");
    assertThat(coordinator.requests)
        .filteredOn(request -> request.method().equals("DELETE"))
        .singleElement()
        .satisfies(request -> assertThat(request.path()).isEqualTo("/runners/lnch_0123456789ab"));
    assertThat(runner.ended().get()).isEqualTo("closed");
  }

  @Test
  void closingIsBoundedAlsoWithARunThatIgnoresSigtermAndACoordinatorThatHangs() throws Exception {
    startRegistered();
    coordinator.offer(
        "run_1", "shell", "{\"command\":\"trap '' TERM; while :; do sleep 0.2; done\"}");
    awaitReports("run_1", "started");
    coordinator.when(request -> true, Integer.MAX_VALUE, FakeCoordinator.hanging());

    long begin = System.nanoTime();
    runner.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void noThreadIsLeftAfterClosing() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":300}");
    awaitReports("run_1", "started");
    assertThat(threads()).contains("runner-poll", "runner-heartbeat", "runner-run-run_1");

    runner.close();
    runner = null;

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void aRunnerClosedBeforeItIsRegisteredNeverWill() {
    coordinator.goAway();
    start();
    await().atMost(PATIENCE).until(() -> gauge("coordinator_reachable") == 0);

    runner.close();

    assertThatThrownBy(() -> runner.registered().get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
  }

  /** The selector of the HTTP client ends with the garbage collection that finds the client. */
  private static List<String> threads() {
    System.gc();
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("runner-") || name.startsWith("HttpClient-"))
        .toList();
  }
}
