/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.PublishedSteps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is counted of a store that several processes open one after the other. */
final class TransitionCounterTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path folder;
  private SqlStore store;

  /** A process that counts, with steps that end when the test says so. */
  private final class Process implements PublishedSteps {

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final TransitionCounter counter =
        new TransitionCounter(
            store, CoordinatorMetrics.on(registry, new Environment("test")), this);
    private LongConsumer listener = open -> {};
    private long open = 1;

    void start() {
      counter.resume();
      store.onCommit(counter::committed);
    }

    void endStep() {
      open++;
      listener.accept(open);
    }

    double counted(String name) {
      return registry.get(name).counter().count();
    }

    @Override
    public boolean outliveTheProcess() {
      return true;
    }

    @Override
    public long openStep() {
      return open;
    }

    @Override
    public void onCollected(LongConsumer consumer) {
      listener = consumer;
    }
  }

  @BeforeEach
  void open() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Process started() {
    Process process = new Process();
    process.start();
    return process;
  }

  private Run create() {
    NewRun run =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return store.write(transaction -> transaction.create(run, NOW));
  }

  private void end(Run run, RunStatus status) {
    store.write(transaction -> transaction.change(run, run.ended(status, null, NOW), NOW));
  }

  private void kept(long number) {
    await().untilAsserted(() -> assertThat(store.transitions().counted()).isEqualTo(number));
  }

  @Test
  void theNextProcessCountsWhatAKilledOneHasNotKept() {
    Process killed = started();
    create();
    create();
    killed.endStep();
    kept(2);
    end(create(), RunStatus.FAILED);
    end(create(), RunStatus.STOPPED);
    assertThat(killed.counted("runs_created_total")).isEqualTo(4);

    Process next = started();
    assertThat(next.counted("runs_created_total")).isEqualTo(2);
    assertThat(next.counted("runs_failed_total")).isEqualTo(1);
    assertThat(next.counted("runs_stopped_total")).isEqualTo(1);
    create();
    next.endStep();
    kept(7);
    assertThat(started().counted("runs_created_total")).isZero();
  }

  @Test
  void whatIsCountedInTheOpenStepIsNotKeptWithTheStepBefore() {
    Process process = started();
    create();
    process.open++;
    create();
    process.listener.accept(process.open);
    kept(1);
    assertThat(started().counted("runs_created_total")).isEqualTo(1);
  }

  @Test
  void aProcessThatEndsInOrderLeavesNothingToCount() {
    Process process = started();
    create();
    process.counter.close();
    kept(1);
    assertThat(started().counted("runs_created_total")).isZero();
  }
}
