/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.Transition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** What becomes of runs whose runners do not end, list or start them. */
final class LeasesTest extends SweepFixture {

  @Test
  void aRunThatItsRunnerNeverEndsFailsAfterItsTimeoutAndAMargin() {
    register();
    RunId run = running();
    Duration timeout = Duration.ofHours(1).plusSeconds(30);
    for (long i = 0; i < timeout.toSeconds() - 2; i++) {
      runnerIsHeard();
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    for (long i = 0; i < 4; i++) {
      runnerIsHeard();
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
    assertThat(runs.get(run).error()).contains("timeout of 3600 s");
  }

  @Test
  void aRunThatTwoHeartbeatsDoNotListIsLost() {
    register();
    RunId run = running();
    Runner runner = store.runners().find(RUNNER).orElseThrow();
    assertThat(runners.heartbeat(runner, Map.of(run, 1))).isEmpty();
    assertThat(runners.heartbeat(runner, Map.of())).isEmpty();
    assertThat(runners.heartbeat(runner, Map.of(run, 1))).isEmpty();
    runners.heartbeat(runner, Map.of());
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    runners.heartbeat(runner, Map.of());
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
    assertThat(runners.heartbeat(runner, Map.of(run, 1))).containsExactly(run);
  }

  @Test
  void aHeartbeatThatListsAnotherAttemptIsToldToKillIt() {
    register();
    RunId run = running();
    Runner runner = store.runners().find(RUNNER).orElseThrow();
    assertThat(runners.heartbeat(runner, Map.of(run, 7))).containsExactly(run);
  }

  @Test
  void aRunWhoseLeaseIsNotRenewedIsLostThoughItsRunnerIsHeard() {
    register();
    RunId run = running();
    runners.heartbeat(store.runners().find(RUNNER).orElseThrow(), Map.of(run, 1));
    for (long i = 0; i < REMOVE.toSeconds() - 2; i++) {
      runnerIsHeard();
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    for (long i = 0; i < 4; i++) {
      runnerIsHeard();
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aRunThatNobodyStartsFailsAfterThreeHandOuts() {
    register();
    RunId run = create("echo");
    for (int handOut = 1; handOut <= 3; handOut++) {
      assertThat(status(run)).isEqualTo(RunStatus.PENDING);
      claim(run);
      for (long i = 0; i < REMOVE.toSeconds() + 2; i++) {
        runnerIsHeard();
        sweep(Duration.ofSeconds(1));
      }
    }
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
    assertThat(runs.get(run).error()).contains("3 times and never started");
  }

  @Test
  void aTakeoverEndsWhatTheEarlierProcessWasExecuting() {
    register();
    RunId running = running();
    RunId claimed = create("echo");
    claim(claimed);
    runners.register(
        new Runner(
            RUNNER,
            "h",
            "/p",
            "default",
            Set.of("echo"),
            Set.of(),
            null,
            "j",
            null,
            now,
            now,
            false));
    assertThat(status(running)).isEqualTo(RunStatus.FAILED);
    assertThat(status(claimed)).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void aLostRunIsExecutedAgainAsOftenAsItMayBe() {
    register();
    NewRun twice =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofHours(1), 2, null, null, null, null),
            JsonNodeFactory.instance.objectNode());
    RunId run = runs.create(twice, null).run().id();
    claim(run);
    report(run, RunStatus.RUNNING);
    sweep(REMOVE.plusSeconds(1));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    register();
    claim(run);
    report(run, RunStatus.RUNNING);
    assertThat(runs.get(run).executions()).isEqualTo(2);
    sweep(REMOVE.plusSeconds(1));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aRunThatEveryMatchingRunnerReturnedFails() {
    register();
    RunId run = create("echo");
    claim(run);
    runs.returned(run, new RunLifecycle.Reporter(RUNNER, "i", 1), false);
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    Runner runner = store.runners().find(RUNNER).orElseThrow();
    Optional<Run> offered = store.write(transaction -> transaction.oldestFor(runner));
    assertThat(offered).isEmpty();
    sweep(Duration.ofSeconds(1));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
    assertThat(runs.get(run).error()).contains("has returned it");
  }

  @Test
  void aRunThatADrainingRunnerReturnedWaitsForItsSuccessor() {
    register();
    RunId run = create("echo");
    claim(run);
    runs.returned(run, new RunLifecycle.Reporter(RUNNER, "i", 1), true);
    sweep(Duration.ofSeconds(1));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    Runner runner = store.runners().find(RUNNER).orElseThrow();
    Optional<Run> offered = store.write(transaction -> transaction.oldestFor(runner));
    assertThat(offered).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatIsReturnedAfterItsStartWasReportedWasNotExecuted(boolean draining) {
    register();
    RunId run = running();
    runs.returned(run, new RunLifecycle.Reporter(RUNNER, "i", 1), draining);
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    assertThat(runs.get(run).executions()).isZero();
    assertThat(runs.get(run).attempt()).isEqualTo(1);
  }

  @Test
  void aRunThatEndedWhileTheCoordinatorWasDownForTenMinutesIsReportedOnce() {
    register();
    RunId run = running();
    close();
    pass(Duration.ofMinutes(10));
    open();
    sweep(REMOVE.minusSeconds(2));

    report(run, RunStatus.COMPLETED);
    report(run, RunStatus.COMPLETED); // the answer was lost

    sweep(REMOVE.plusSeconds(2));
    assertThat(status(run)).isEqualTo(RunStatus.COMPLETED);
    assertThat(store.transitions().after(0, 100))
        .extracting(Transition::to)
        .containsExactly(
            RunStatus.PENDING, RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.COMPLETED);
  }
}
