/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The poll of a runner that has no free slot. */
final class StopsOnlyPollTest extends SweepFixture {

  private final List<PollResult> answers = new CopyOnWriteArrayList<>();

  private void pollForStops() {
    polls.poll(
        store.runners().find(RUNNER).orElseThrow(),
        new Poll() {
          @Override
          public boolean takesRuns() {
            return false;
          }

          @Override
          public void answer(PollResult answer, Consumer<Boolean> delivered) {
            answers.add(answer);
          }
        });
  }

  @Test
  void itIsGivenNoRunNeitherANewOneNorOneAgain() {
    register();
    RunId handedOut = create("echo");
    claim(handedOut);
    RunId run = create("echo");
    sweep(Duration.ofSeconds(5));
    pollForStops();
    sweep(Duration.ofSeconds(5));

    assertThat(answers).isEmpty();
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    polls.poll(
        store.runners().find(RUNNER).orElseThrow(), (answer, delivered) -> answers.add(answer));
    assertThat(answers).hasAtLeastOneElementOfType(PollResult.Execute.class);
  }

  @Test
  void itIsToldWhatToStop() {
    register();
    RunId run = running();
    pollForStops();
    runs.stop(run);

    sweep(Duration.ofSeconds(1));

    await().until(() -> answers, List.of(new PollResult.Stop(List.of(run)))::equals);
  }
}
