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
import dev.runwatch.metrics.CountedSteps;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.PublishedSteps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is published of a store that several processes open one after the other. */
final class PublishedCountsTest {

  private static final Instant MINUTE = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant NEXT = MINUTE.plusSeconds(60);

  @TempDir Path folder;
  private SqlStore store;
  private TransitionCounter counter;
  private AtomicBoolean dead = new AtomicBoolean();
  private final Journal journal = new Journal();

  /** What a journal has taken, and what arrived; both outlive the processes of a test. */
  private static final class Journal implements PublishedSteps {

    final Map<Instant, Map<String, Long>> arrived = new HashMap<>();
    final Map<String, Long> taken = new HashMap<>();
    final AtomicInteger settled = new AtomicInteger();
    volatile Instant now = MINUTE;
    volatile boolean dieBefore;
    volatile boolean dieAfter;

    synchronized long created(Instant minute) {
      return arrived.getOrDefault(minute, Map.of()).getOrDefault(MetricCatalogue.RUNS_CREATED, -1L);
    }

    synchronized Map<String, Long> of(Instant minute) {
      return arrived.getOrDefault(minute, Map.of());
    }

    @Override
    public boolean outliveTheProcess() {
      return true;
    }

    @Override
    public void reserve(Set<String> counters) {
      assertThat(counters).hasSize(5);
    }

    @Override
    public Instant openStep() {
      return stepOf(now);
    }

    @Override
    public Instant stepOf(Instant moment) {
      return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), 60) * 60);
    }

    @Override
    public synchronized boolean taken(CountedSteps counts) {
      return taken.getOrDefault(counts.source(), 0L) >= counts.number();
    }

    @Override
    public synchronized void publish(CountedSteps counts) {
      if (dieBefore) {
        throw new IllegalStateException("dead");
      }
      assertThat(counts.number()).isGreaterThan(taken.getOrDefault(counts.source(), 0L));
      taken.put(counts.source(), counts.number());
      counts
          .sums()
          .forEach(
              (step, sums) ->
                  sums.forEach(
                      (name, n) ->
                          arrived
                              .computeIfAbsent(step, s -> new HashMap<>())
                              .merge(name, n, Long::sum)));
      if (dieAfter) {
        throw new IllegalStateException("dead");
      }
    }

    @Override
    public void settle(String source, long number) {
      settled.incrementAndGet();
    }
  }

  /** What one process sees of the journal, until it dies. */
  private record Living(Journal journal, AtomicBoolean dead) implements PublishedSteps {

    private Journal alive() {
      if (dead.get()) {
        throw new IllegalStateException("dead");
      }
      return journal;
    }

    @Override
    public boolean outliveTheProcess() {
      return alive().outliveTheProcess();
    }

    @Override
    public void reserve(Set<String> counters) {
      alive().reserve(counters);
    }

    @Override
    public Instant openStep() {
      return alive().openStep();
    }

    @Override
    public Instant stepOf(Instant moment) {
      return alive().stepOf(moment);
    }

    @Override
    public boolean taken(CountedSteps counts) {
      return alive().taken(counts);
    }

    @Override
    public void publish(CountedSteps counts) {
      alive().publish(counts);
    }

    @Override
    public void settle(String source, long number) {
      alive().settle(source, number);
    }
  }

  @BeforeEach
  void open() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
    startCounting();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void startCounting() {
    dead = new AtomicBoolean();
    TransitionCounter fresh = new TransitionCounter(store, new Living(journal, dead));
    fresh.resume(CoordinatorMetrics.NOOP);
    store.onCommit(fresh::committed);
    counter = fresh;
  }

  /** The process is killed, and the next one begins. */
  private void killAndRestart() {
    dead.set(true);
    store.close();
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
    startCounting();
  }

  private Run create(Instant at) {
    NewRun run =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return store.write(transaction -> transaction.create(run, at));
  }

  private void end(Run run, RunStatus status, Instant at) {
    store.write(transaction -> transaction.change(run, run.ended(status, null, at), at));
  }

  private void created(Instant minute, long number) {
    await().untilAsserted(() -> assertThat(journal.created(minute)).isEqualTo(number));
  }

  @Test
  void everyTransitionIsPublishedInTheMinuteInWhichItHappened() {
    end(create(MINUTE), RunStatus.FAILED, MINUTE.plusSeconds(59));
    create(MINUTE.plusMillis(59_999));
    end(create(NEXT), RunStatus.STOPPED, NEXT);
    journal.now = NEXT;
    created(MINUTE, 2);
    assertThat(journal.of(MINUTE))
        .containsEntry(MetricCatalogue.RUNS_FAILED, 1L)
        .containsEntry(MetricCatalogue.RUNS_COMPLETED, 0L);
    assertThat(journal.of(NEXT)).isEmpty();
    journal.now = NEXT.plusSeconds(60);
    created(NEXT, 1);
    assertThat(journal.of(NEXT)).containsEntry(MetricCatalogue.RUNS_STOPPED, 1L);
  }

  @Test
  void theOpenMinuteOfAKilledProcessIsPublishedInThatMinute() {
    create(MINUTE);
    killAndRestart();
    create(MINUTE.plusSeconds(30));
    journal.now = NEXT.plusSeconds(1);
    created(MINUTE, 2);
    killAndRestart();
    create(NEXT.plusSeconds(2));
    journal.now = NEXT.plusSeconds(60);
    created(NEXT, 1);
    assertThat(journal.created(MINUTE)).isEqualTo(2);
  }

  @Test
  void aMinuteThatEndedWhileNobodyCountedIsPublishedInThatMinute() {
    create(MINUTE);
    journal.now = NEXT.plusSeconds(600);
    killAndRestart();
    created(MINUTE, 1);
  }

  @Test
  void aDeathBetweenTheStoreAndTheJournalLosesNothing() {
    journal.dieBefore = true;
    create(MINUTE);
    journal.now = NEXT;
    create(NEXT);
    await().until(() -> counter.upTo() > 0);
    journal.dieBefore = false;
    killAndRestart();
    created(MINUTE, 1);
    journal.now = NEXT.plusSeconds(60);
    created(NEXT, 1);
    assertThat(journal.created(MINUTE)).isEqualTo(1);
  }

  @Test
  void aDeathBetweenTheJournalAndTheStoreDoublesNothing() {
    journal.dieAfter = true;
    create(MINUTE);
    journal.now = NEXT;
    created(MINUTE, 1);
    journal.dieAfter = false;
    killAndRestart();
    create(NEXT);
    journal.now = NEXT.plusSeconds(60);
    created(NEXT, 1);
    assertThat(journal.created(MINUTE)).isEqualTo(1);
  }

  @Test
  void aTransitionThatIsCommittedLateIsAddedToItsMinute() {
    create(MINUTE);
    journal.now = NEXT;
    created(MINUTE, 1);
    create(MINUTE.plusSeconds(59));
    journal.now = NEXT.plusSeconds(60);
    created(MINUTE, 2);
    created(NEXT, 0);
  }

  @Test
  void aMinuteWithoutTransitionsIsPublishedAsZero() {
    journal.now = NEXT.plusSeconds(60);
    created(MINUTE, 0);
    created(NEXT, 0);
  }

  @Test
  void aClockThatIsSetBackAndForthDoublesNothing() {
    create(NEXT);
    journal.now = NEXT;
    created(MINUTE, 0);
    journal.now = MINUTE;
    created(NEXT, 1);
    create(MINUTE);
    journal.now = NEXT;
    created(MINUTE, 1);
    journal.now = NEXT.plusSeconds(60);
    await().until(() -> journal.settled.get() > 3);
    assertThat(journal.created(NEXT)).isEqualTo(1);
  }

  @Test
  void aProcessThatEndsInOrderPublishesItsOpenMinute() {
    create(MINUTE);
    counter.close();
    assertThat(journal.created(MINUTE)).isEqualTo(1);
    killAndRestart();
    journal.now = NEXT;
    created(MINUTE, 1);
  }

  @Test
  void whatHappenedWhileNothingWasPublishedIsNotPublishedLater() {
    counter.close();
    TransitionCounter nowhere = new TransitionCounter(store, PublishedSteps.NONE);
    store.onCommit(nowhere::committed);
    create(MINUTE);
    nowhere.resume(CoordinatorMetrics.NOOP);
    killAndRestart();
    journal.now = NEXT;
    created(MINUTE, 0);
  }
}
