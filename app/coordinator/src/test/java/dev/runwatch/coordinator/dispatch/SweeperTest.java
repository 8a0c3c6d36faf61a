/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunnerStore;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.StoreOwner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
  private RunService runs;
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
    InstantSource clock = () -> now;
    Dispatcher dispatcher =
        new Dispatcher(store.runs(), clock, () -> nanos, Duration.ofSeconds(3), run -> {});
    runs = new RunService(store.runs(), dispatcher, run -> {}, clock);
    runners = new RunnerService(store.runners(), store.runs(), runs, dispatcher, clock);
    sweeper =
        new Sweeper(
            store.runs(),
            failing(store.runners()),
            runs,
            runners,
            dispatcher,
            () -> nanos,
            new Sweeper.Limits(STALE, REMOVE, NO_MATCH, type -> false));
    sweeper.serving(() -> serving);
  }

  @AfterEach
  void close() {
    sweeper.close();
    store.close();
  }

  private RunnerStore failing(RunnerStore real) {
    return (RunnerStore)
        Proxy.newProxyInstance(
            RunnerStore.class.getClassLoader(),
            new Class<?>[] {RunnerStore.class},
            (proxy, method, arguments) -> {
              if (storeFails) {
                throw new StoreException("on purpose");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
    store.runs().claim(run, RUNNER, now);
    runs.report(run, RUNNER, new RunService.Report(RunStatus.RUNNING, null, null));
    return run;
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
}
