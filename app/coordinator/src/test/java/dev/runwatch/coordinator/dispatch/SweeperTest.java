/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.StoreOwner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** The sweep with both clocks in the test's hand: it sweeps once a second of either. */
final class SweeperTest {

  private static final Duration STALE = Duration.ofSeconds(20);
  private static final Duration REMOVE = Duration.ofSeconds(60);
  private static final Duration NO_MATCH = Duration.ofSeconds(30);
  private static final RunnerId RUNNER = RunnerId.of("h", "/p", "default");

  @TempDir Path folder;
  private SqlStore store;
  private RunLifecycle runs;
  private RunnerService runners;
  private Sweeper sweeper;
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");
  private long nanos = 77;
  private boolean serving = true;
  private boolean storeFails;

  @BeforeEach
  void open() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
    Dispatch dispatch =
        Dispatch.on(
            store,
            () -> now,
            () -> nanos,
            Duration.ofSeconds(3),
            new Sweeper.Limits(STALE, REMOVE, NO_MATCH, type -> false));
    runs = dispatch.runs();
    runners = dispatch.runners();
    sweeper = dispatch.sweeper();
    sweeper.serving(
        () -> {
          if (storeFails) {
            throw new StoreException("on purpose");
          }
          return serving;
        });
  }

  @AfterEach
  void close() {
    sweeper.close();
    store.close();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  private void sweep(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
      sweeper.sweep();
    }
  }

  private void register() {
    runners.register(
        new Runner(
            RUNNER, "h", "/p", "default", Set.of("echo"), Set.of(), "i", null, now, now, false));
  }

  private RunId create(String executor) {
    NewRun run =
        new NewRun(
            new RunSpec(executor, Demands.NONE, Duration.ofHours(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return runs.create(run, null).run().id();
  }

  /** A run that the registered runner executes. */
  private RunId running() {
    RunId run = create("echo");
    claim(run);
    report(run, RunStatus.RUNNING);
    return run;
  }

  private void claim(RunId id) {
    store.write(
        transaction -> {
          Run run = transaction.find(id).orElseThrow();
          Runner runner = transaction.runners().find(RUNNER).orElseThrow();
          return transaction.change(run, run.claimedBy(runner, now), now).orElseThrow();
        });
  }

  private void report(RunId run, RunStatus status) {
    runs.report(
        run,
        new RunLifecycle.Reporter(RUNNER, "i", null),
        new RunLifecycle.Report(status, null, null));
  }

  private RunStatus status(RunId run) {
    return runs.get(run).status();
  }

  private boolean registered() {
    return store.runners().find(RUNNER).isPresent();
  }

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

  private void runnerIsHeard() {
    if (registered()) {
      store.runners().seen(RUNNER, now);
    } else {
      register();
    }
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
            RUNNER, "h", "/p", "default", Set.of("echo"), Set.of(), "j", null, now, now, false));
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
    runs.returned(run, new RunLifecycle.Reporter(RUNNER, "i", 1));
    assertThat(status(run)).isEqualTo(RunStatus.PENDING);
    Runner runner = store.runners().find(RUNNER).orElseThrow();
    Optional<Run> offered = store.write(transaction -> transaction.oldestFor(runner));
    assertThat(offered).isEmpty();
    sweep(Duration.ofSeconds(1));
    assertThat(status(run)).isEqualTo(RunStatus.FAILED);
    assertThat(runs.get(run).error()).contains("has returned it");
  }
}
