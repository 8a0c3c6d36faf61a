/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A runner with a coordinator, or a line to it, that does not behave. */
class TroubleTest extends RunnerHarness {

  private static Predicate<FakeCoordinator.Request> to(String path) {
    return request -> request.path().equals(path);
  }

  /** A run that leaves a line in a file each time it is executed. */
  private void offerCounted(String runId) {
    coordinator.offer(
        runId, "shell", "{\"command\":\"echo x >> " + dir.resolve(runId) + "; sleep 0.3\"}");
  }

  private List<String> executionsOf(String runId) throws Exception {
    Path file = dir.resolve(runId);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void itKeepsTryingToRegister() throws Exception {
    coordinator.when(to("/runner/register"), 4, FakeCoordinator.error(503, "unavailable"));
    start();

    runner.registered().get(30, TimeUnit.SECONDS);

    assertThat(coordinator.to("/runner/register")).hasSize(5);
  }

  @Test
  void anOutageOfManyFailuresCostsNoRunAndNoReport() throws Exception {
    startRegistered();
    offerCounted("run_1");
    coordinator.offer("run_2", "shell", "{\"command\":\"touch begun; sleep 1.5\"}");
    awaitReports("run_1", "started", "completed");
    await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve("begun")));

    coordinator.goAway();
    await().atMost(PATIENCE).until(() -> gauge("coordinator_reachable") == 0);
    await().atMost(PATIENCE).until(() -> counter("heartbeat_failures_total") >= 5);
    assertThat(gauge("runner_slots_count")).isEqualTo(2);
    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 0);
    coordinator.comeBack();

    awaitReports("run_2", "started", "completed");
    await().atMost(PATIENCE).until(() -> gauge("coordinator_reachable") == 1);
    offerCounted("run_3");
    awaitReports("run_3", "started", "completed");
  }

  @Test
  void aCoordinatorThatForgotItIsRegisteredWithAgainAndToldAboutTheRunsStill() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":1}");
    awaitReports("run_1", "started");

    coordinator.forgetRunners();

    await().atMost(PATIENCE).until(() -> coordinator.to("/runner/register").size() >= 2);
    await().atMost(PATIENCE).until(() -> coordinator.reportNames("run_1").contains("completed"));
    List<FakeCoordinator.Request> registrations = coordinator.to("/runner/register");
    assertThat(registrations.get(1).body()).isEqualTo(registrations.get(0).body());
  }

  @Test
  void aRunnerThatIsLostWhileItsPollWaitsRegistersAgainAndGoesOn() throws Exception {
    startRegistered();
    await().atMost(PATIENCE).until(() -> coordinator.waitingPolls() == 1);

    coordinator.forgetRunners(); // the poll is answered with nothing

    await().atMost(PATIENCE).until(() -> coordinator.to("/runner/register").size() >= 2);
    int polls = coordinator.polls().size();
    // Until then the poll that was given up may still wait, and would get the run.
    await().atMost(PATIENCE).until(() -> coordinator.polls().size() >= polls + 2);
    coordinator.offer("run_1", "echo", "{}");
    awaitReports("run_1", "started", "completed");
    assertThat(runner.ended()).isNotDone();
  }

  @Test
  void aFullRunnerThatIsForgottenRegistersAgainToo() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":300}");
    coordinator.offer("run_2", "sleep", "{\"seconds\":300}");
    awaitReports("run_1", "started");
    awaitReports("run_2", "started");

    coordinator.forgetRunners();

    await().atMost(PATIENCE).until(() -> coordinator.to("/runner/register").size() >= 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "completed"})
  void aReportIsRepeatedUntilTheCoordinatorHasItAndTheOrderIsKept(String lost) throws Exception {
    coordinator.when(
        request -> request.isReport() && request.last().equals(lost),
        3,
        coordinator.losingTheAnswer());
    coordinator.when(
        request -> request.isReport() && request.last().equals(lost),
        2,
        FakeCoordinator.error(503, "unavailable"));
    startRegistered();
    offerCounted("run_1");

    await()
        .atMost(PATIENCE)
        .until(() -> coordinator.reportNames("run_1").size(), size -> size == 7);
    assertThat(coordinator.reportNames("run_1")).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(executionsOf("run_1")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401,unauthenticated", "403,forbidden", "403,''"})
  void anEndThatIsRefusedForTheTokenIsReportedAgainAndNotLost(int status, String code)
      throws Exception {
    coordinator.when(
        request -> request.isReport() && request.last().equals("completed"),
        3,
        FakeCoordinator.error(status, code));
    startRegistered();
    coordinator.offer("run_1", "echo", "{}");

    await()
        .atMost(PATIENCE)
        .until(() -> coordinator.reportNames("run_1").size(), size -> size == 5);
    assertThat(coordinator.to("/runner/register")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404,run_not_found", "409,illegal_transition", "409,not_owner"})
  void aReportThatIsRefusedIsNotRepeated(int status, String code) throws Exception {
    coordinator.when(
        request -> request.isReport() && request.last().equals("completed"),
        Integer.MAX_VALUE,
        FakeCoordinator.error(status, code));
    startRegistered();
    coordinator.offer("run_1", "echo", "{}");
    coordinator.offer("run_2", "echo", "{}");
    coordinator.offer("run_3", "echo", "{}");

    awaitReports("run_3", "started", "completed");
    await().during(Duration.ofMillis(600)).atMost(PATIENCE).until(() -> true);
    assertThat(coordinator.reportNames("run_1")).containsExactly("started", "completed");
  }

  @Test
  void aRunWhoseStartIsRefusedNeverBeginsAndIsNotReportedAnyMore() throws Exception {
    coordinator.when(request -> request.isReport(), 1, FakeCoordinator.error(409, "not_owner"));
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":300}");

    awaitReports("run_1", "started");
    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 0);
    await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> true);
    assertThat(coordinator.reportNames("run_1")).containsExactly("started");
    assertThat(counter("runs_executed_total")).isZero();
  }

  @Test
  void anOutputTheCoordinatorRefusesDoesNotCostTheEndOfTheRun() throws Exception {
    coordinator.when(
        request -> request.isReport() && request.body().has("output"),
        Integer.MAX_VALUE,
        FakeCoordinator.error(413, "too_large"));
    startRegistered();
    coordinator.offer("run_1", "echo", "{}");

    awaitReports("run_1", "started", "completed", "completed");
    assertThat(lastReport("run_1").body().has("output")).isFalse();
  }

  @Test
  void aRunHandedOutTwiceIsExecutedOnce() throws Exception {
    startRegistered();
    offerCounted("run_1");
    offerCounted("run_1");
    awaitReports("run_1", "started", "completed");

    offerCounted("run_1");

    awaitReports("run_1", "started", "completed", "completed");
    assertThat(executionsOf("run_1")).hasSize(1);
    assertThat(counter("runs_executed_total")).isOne();
  }

  @Test
  void aStopForARunItNeverHadIsAnsweredSoThatItDoesNotStayStopping() throws Exception {
    startRegistered();

    coordinator.stop("run_9");

    awaitReports("run_9", "stopped");
    assertThat(lastReport("run_9").body().has("signal")).isFalse();
  }

  @Test
  void anotherInstanceThatTakesOverEndsThisOneWithoutDeregisteringIt() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":300}");
    awaitReports("run_1", "started");

    coordinator.when(
        request -> true, Integer.MAX_VALUE, FakeCoordinator.error(409, "instance_superseded"));

    assertThat(runner.ended().get(30, TimeUnit.SECONDS))
        .isEqualTo("another instance of this runner took over");
    assertThat(coordinator.requests).noneMatch(request -> request.method().equals("DELETE"));
    assertThat(gauge("runner_slots_busy")).isZero();
  }

  @Test
  void closingDoesNotDeregisterASuccessor() throws Exception {
    coordinator.pollSeconds = 30;
    coordinator.heartbeatSeconds = 60;
    startRegistered();
    await().atMost(PATIENCE).until(() -> !coordinator.polls().isEmpty());
    coordinator.when(
        request -> true, Integer.MAX_VALUE, FakeCoordinator.error(409, "instance_superseded"));

    runner.close();

    assertThat(coordinator.requests).noneMatch(request -> request.method().equals("DELETE"));
  }

  @Test
  void aDeregisteredRunnerEndsAndDoesNotComeBack() throws Exception {
    startRegistered();
    coordinator.answerPoll("{\"deregistered\":true}");

    assertThat(runner.ended().get(30, TimeUnit.SECONDS))
        .isEqualTo("deregistered by the coordinator");
    assertThat(coordinator.to("/runner/register")).hasSize(1);
  }

  @Test
  void heartbeatsGoOnWhileAPollHangs() throws Exception {
    coordinator.when(to("/runner/runs"), Integer.MAX_VALUE, FakeCoordinator.hanging());
    startRegistered();

    await().atMost(PATIENCE).until(() -> coordinator.to("/runner/heartbeat").size() >= 3);
    assertThat(coordinator.polls()).hasSize(1);
    assertThat(gauge("coordinator_reachable")).isOne();
  }

  @Test
  void aCoordinatorThatTakesConnectionsAndSaysNothingIsNotReachable() throws Exception {
    startRegistered();
    await().atMost(PATIENCE).until(() -> gauge("coordinator_reachable") == 1);

    coordinator.when(request -> true, Integer.MAX_VALUE, FakeCoordinator.hanging());

    await().atMost(PATIENCE).until(() -> gauge("coordinator_reachable") == 0);
    assertThat(counter("heartbeat_failures_total")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{\"run\":{\"run_id\":\"../x\"}}"})
  void anAnswerWithoutWorkAtOnceDoesNotBecomeATightLoop(String body) throws Exception {
    coordinator.when(
        to("/runner/runs"),
        Integer.MAX_VALUE,
        FakeCoordinator.status(body.isEmpty() ? 204 : 200, body));
    startRegistered();

    await().during(Duration.ofMillis(1_500)).atMost(PATIENCE).until(() -> true);

    assertThat(coordinator.polls()).hasSizeBetween(2, 20);
  }

  @Test
  void aRefusedHeartbeatCountsAsFailed() throws Exception {
    coordinator.when(to("/runner/heartbeat"), 2, FakeCoordinator.error(503, "unavailable"));
    startRegistered();

    await().atMost(PATIENCE).until(() -> counter("heartbeat_failures_total") == 2);
  }
}
