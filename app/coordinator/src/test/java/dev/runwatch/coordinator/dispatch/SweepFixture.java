/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** The sweep with both clocks in the test's hand: it sweeps once a second of either. */
abstract class SweepFixture {

  static final Duration STALE = Duration.ofSeconds(20);
  static final Duration REMOVE = Duration.ofSeconds(60);
  static final Duration NO_MATCH = Duration.ofSeconds(30);
  static final RunnerId RUNNER = RunnerId.of("h", "/p", "default");

  @TempDir Path folder;
  SqlStore store;
  RunLifecycle runs;
  RunnerService runners;
  Sweeper sweeper;
  Dispatcher polls;
  Instant now = Instant.parse("2026-11-01T10:00:00Z");
  long nanos = 77;
  boolean serving = true;
  boolean storeFails;

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
    polls = dispatch.polls();
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
    polls.close();
    store.close();
  }

  void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  void sweep(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
      sweeper.sweep();
    }
  }

  void register() {
    runners.register(
        new Runner(
            RUNNER,
            "h",
            "/p",
            "default",
            Set.of("echo"),
            Set.of(),
            null,
            "i",
            null,
            now,
            now,
            false));
  }

  RunId create(String executor) {
    NewRun run =
        new NewRun(
            new RunSpec(executor, Demands.NONE, Duration.ofHours(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return runs.create(run, null).run().id();
  }

  /** A run that the registered runner executes. */
  RunId running() {
    RunId run = create("echo");
    claim(run);
    report(run, RunStatus.RUNNING);
    return run;
  }

  void claim(RunId id) {
    store.write(
        transaction -> {
          Run run = transaction.find(id).orElseThrow();
          Runner runner = transaction.runners().find(RUNNER).orElseThrow();
          return transaction.change(run, run.claimedBy(runner, now), now).orElseThrow();
        });
  }

  void report(RunId run, RunStatus status) {
    runs.report(
        run,
        new RunLifecycle.Reporter(RUNNER, "i", null),
        new RunLifecycle.Report(status, null, null));
  }

  RunStatus status(RunId run) {
    return runs.get(run).status();
  }

  boolean registered() {
    return store.runners().find(RUNNER).isPresent();
  }

  void runnerIsHeard() {
    if (registered()) {
      store.runners().seen(RUNNER, now);
    } else {
      register();
    }
  }
}
