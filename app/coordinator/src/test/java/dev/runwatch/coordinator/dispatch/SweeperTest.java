/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.runs.RunConflictException;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of silent runners and unmatched runs. */
final class SweeperTest extends SweepFixture {

  @Test
  void aSilentRunnerIsRemovedAndItsRunFails() {
    register();
    RunId run = running();
    sweep(REMOVE.minusSeconds(2));
    assertThat(registered()).isTrue();
    sweep(Duration.ofSeconds(4));
    assertThat(registered()).isFalse();
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void theWaitingPollOfALostRunnerIsNotToldThatTheRunnerWasDeleted() {
    register();
    Runner asked = store.runners().find(RUNNER).orElseThrow();
    List<PollResult> answers = new ArrayList<>();
    Poll poll = (answer, delivered) -> answers.add(answer);
    polls.poll(asked, poll);
    assertThat(answers).isEmpty();

    sweep(REMOVE.plusSeconds(2));
    assertThat(registered()).isFalse();
    assertThat(answers).containsExactly(new PollResult.Nothing());

    // A poll that came in while the runner was being removed.
    polls.poll(asked, poll);
    assertThat(answers).containsExactly(new PollResult.Nothing(), new PollResult.Nothing());
    assertThatThrownBy(() -> runners.polling(RUNNER, "i", Caller.ANYBODY))
        .isInstanceOf(RunConflictException.class)
        .extracting("reason")
        .isEqualTo(RunConflictException.Reason.RUNNER_UNKNOWN);
  }

  @Test
  void theWaitingPollOfADeletedRunnerIsToldSo() {
    register();
    List<PollResult> answers = new ArrayList<>();
    polls.poll(
        store.runners().find(RUNNER).orElseThrow(), (answer, delivered) -> answers.add(answer));

    runners.delete(RUNNER, null, Caller.ANYBODY);

    assertThat(answers).containsExactly(new PollResult.Deregistered());
  }

  @Test
  void theQueueDoesNotFailWhileNoRunnerIsOnline() {
    RunId run = create("echo");
    RunId nobodys = create("nobody");
    sweep(NO_MATCH.multipliedBy(3));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    register();
    sweep(STALE.minusSeconds(2));
    sweep(NO_MATCH.multipliedBy(3));
    assertThat(status(nobodys)).as("the runner is silent").isEqualTo(RunStatus.PENDING);
    for (int i = 0; i < NO_MATCH.toSeconds(); i++) {
      runnerIsHeard();
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(nobodys)).isEqualTo(RunStatus.FAILED);
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void aPauseOfTheCoordinatorRemovesNoLiveRunner() {
    register();
    RunId run = running();
    sweep(REMOVE.minusSeconds(5));
    pass(Duration.ofHours(1));
    sweeper.sweep();
    sweep(REMOVE.minusSeconds(5));
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    assertThat(registered()).isTrue();
    sweep(Duration.ofSeconds(10));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }

  @ParameterizedTest
  @ValueSource(longs = {-10, 10})
  void aStepOfTheClockRemovesNoRunnerAndFailsNoRun(long minutes) {
    register();
    RunId run = running();
    RunId unmatched = create("nobody");
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofMinutes(i % 2 == 0 ? minutes : -minutes));
      sweep(Duration.ofSeconds(1));
    }
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    assertThat(registered()).isTrue();
    assertThat(status(unmatched)).isEqualTo(RunStatus.PENDING);
    now = now.plus(Duration.ofMinutes(minutes));
    sweep(REMOVE);
    assertThat(registered()).isFalse();
  }

  @Test
  void aCoordinatorThatDoesNotServeRemovesNobody() {
    register();
    RunId run = running();
    sweep(REMOVE.minusSeconds(5));
    serving = false;
    sweep(REMOVE.multipliedBy(3));
    serving = true;
    sweep(REMOVE.minusSeconds(5));
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    sweep(Duration.ofSeconds(10));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aStoreThatFailedRemovesNobodyForIt() {
    register();
    RunId run = running();
    sweep(REMOVE.minusSeconds(5));
    storeFails = true;
    for (int i = 0; i < REMOVE.toSeconds() * 2; i++) {
      pass(Duration.ofSeconds(1));
      assertThatThrownBy(sweeper::sweep).isInstanceOf(StoreException.class);
    }
    storeFails = false;
    sweep(REMOVE.minusSeconds(5));
    assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    sweep(Duration.ofSeconds(10));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
  }
}
