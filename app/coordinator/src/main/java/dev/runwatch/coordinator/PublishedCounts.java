/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static dev.runwatch.metrics.MetricCatalogue.RUNS_COMPLETED;
import static dev.runwatch.metrics.MetricCatalogue.RUNS_CREATED;
import static dev.runwatch.metrics.MetricCatalogue.RUNS_FAILED;
import static dev.runwatch.metrics.MetricCatalogue.RUNS_RETRIED;
import static dev.runwatch.metrics.MetricCatalogue.RUNS_STOPPED;

import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.CountedTransitions;
import dev.runwatch.coordinator.store.CountedTransitions.Publishing;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StepCounts;
import dev.runwatch.coordinator.task.RecurringTask;
import dev.runwatch.metrics.CountedSteps;
import dev.runwatch.metrics.PublishedSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the transitions of a store count as: each once, in the step in which it happened,
 * whatever kills the process.
 *
 * <pre>
 *   1  in one transaction: the number of the last transition that is counted, the counts of the
 *      steps that are over, and those of the step that is open
 *   2  the counts of the steps that are over go to the journal, with the range of transitions
 *   3  in another transaction: they are not being published any more
 * </pre>
 *
 * <p>A process that begins after a sudden death repeats 2 unless the journal has the range, and
 * counts the transitions after the last one that is counted. Only a store that one process has can
 * be counted so. Safe for use by many threads.
 */
final class PublishedCounts implements AutoCloseable {

  static final Set<String> NAMES =
      Set.of(RUNS_CREATED, RUNS_COMPLETED, RUNS_FAILED, RUNS_STOPPED, RUNS_RETRIED);

  private static final Logger LOG = LoggerFactory.getLogger(PublishedCounts.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Their counts fit into one record of a journal. */
  private static final int MOST_STEPS = 100;

  /** After a longer stall of the process, the gap shows. */
  private static final int MOST_ZEROS = 60;

  private final SqlStore store;
  private final PublishedSteps steps;
  private final RecurringTask publishing;

  /** One repetition at a time, and none after the end. */
  private final ReentrantLock turn = new ReentrantLock();

  // What the transitions up to number "last" count as, without what is published.
  private final SortedMap<Instant, StepCounts> unpublished = new TreeMap<>();
  private long last;
  private long counted;

  // Guarded by "turn".
  private String source = "";
  private long published;
  private Instant open;
  private @Nullable Cut unstored;
  private @Nullable Publishing untaken;
  private boolean begun;
  private boolean closed;

  /** What is published next, and what is left then. */
  private record Cut(Publishing finished, SortedMap<Instant, StepCounts> rest) {}

  PublishedCounts(SqlStore store, PublishedSteps steps) {
    this.store = store;
    this.steps = steps;
    this.open = steps.openStep();
    this.publishing = new RecurringTask("coordinator-counts", PAUSE, this::publishFinished);
  }

  /** Counts what an earlier process has left, before this one changes anything, and begins. */
  void resume() {
    CountedTransitions kept = store.write(transaction -> transaction.counts().read());
    source = kept.source();
    untaken = kept.publishing();
    handOver();
    published = kept.publications();
    steps.settle(source, published);
    synchronized (this) {
      unpublished.putAll(kept.unpublished());
      counted = kept.upTo();
      last = store.transitions().visitCounts(counted, this::count);
      if (last > counted) {
        LOG.info("Counted {} transitions that an earlier process has left", last - counted);
      }
    }
    publishing.start();
  }

  /** Counts transitions that were committed. */
  synchronized void committed(List<Transition> transitions) {
    for (Transition transition : transitions) {
      count(transition.at(), StepCounts.of(transition.from(), transition.to()));
      last = transition.number();
    }
  }

  private void count(Instant at, StepCounts counts) {
    if (!counts.equals(StepCounts.NONE)) {
      unpublished.merge(steps.stepOf(at), counts, StepCounts::plus);
    }
  }

  /** The number of the last transition that is counted in the store. */
  synchronized long upTo() {
    return counted;
  }

  private void publishFinished() {
    turn.lock();
    try {
      Instant now = steps.openStep();
      boolean due = unstored != null || untaken != null || !now.equals(open);
      if (!closed && (due || !begun)) {
        publishAll(now, false);
        begun = true;
      }
    } finally {
      turn.unlock();
    }
  }

  private void publishAll(Instant now, boolean openStepToo) {
    addZeros(now, openStepToo);
    handOver();
    for (Cut cut = next(now, openStepToo); cut != null; cut = next(now, openStepToo)) {
      publish(cut);
    }
  }

  private synchronized void addZeros(Instant now, boolean openStepToo) {
    if (openStepToo) {
      unpublished.putIfAbsent(now, StepCounts.NONE);
    }
    Instant step = now;
    for (int i = 0; i < MOST_ZEROS && step.isAfter(open); i++) {
      step = steps.stepOf(step.minusMillis(1));
      unpublished.putIfAbsent(step, StepCounts.NONE);
    }
    open = now;
  }

  private synchronized @Nullable Cut next(Instant now, boolean openStepToo) {
    if (unstored != null) {
      return unstored;
    }
    SortedMap<Instant, StepCounts> finished = new TreeMap<>();
    SortedMap<Instant, StepCounts> rest = new TreeMap<>();
    unpublished.forEach(
        (step, counts) -> {
          boolean over = openStepToo || !step.equals(now);
          (over && finished.size() < MOST_STEPS ? finished : rest).put(step, counts);
        });
    return finished.isEmpty()
        ? null
        : new Cut(new Publishing(published + 1, counted, last, finished), rest);
  }

  private void publish(Cut cut) {
    Publishing finished = cut.finished();
    // Until this has succeeded, the very same is tried again: it may have been committed.
    unstored = cut;
    store.write(
        transaction -> {
          transaction.counts().publish(finished, cut.rest());
          return true;
        });
    unstored = null;
    published = finished.number();
    untaken = finished;
    forget(finished);
    handOver();
  }

  private synchronized void forget(Publishing finished) {
    counted = finished.upTo();
    finished
        .counts()
        .forEach(
            (step, counts) ->
                unpublished.computeIfPresent(
                    step, (s, all) -> all.equals(counts) ? null : all.minus(counts)));
  }

  private void handOver() {
    Publishing finished = untaken;
    if (finished == null) {
      return;
    }
    CountedSteps counts = countedSteps(finished);
    if (!steps.taken(counts)) {
      steps.publish(counts);
    }
    untaken = null;
    store.write(transaction -> transaction.counts().published());
    steps.settle(source, finished.number());
  }

  private CountedSteps countedSteps(Publishing finished) {
    Map<Instant, Map<String, Long>> sums = new HashMap<>();
    finished
        .counts()
        .forEach(
            (step, counts) ->
                sums.put(
                    step,
                    Map.of(
                        RUNS_CREATED, counts.created(),
                        RUNS_COMPLETED, counts.completed(),
                        RUNS_FAILED, counts.failed(),
                        RUNS_STOPPED, counts.stopped(),
                        RUNS_RETRIED, counts.retried())));
    return new CountedSteps(source, finished.number(), finished.after(), finished.upTo(), sums);
  }

  /** Publishes everything, the step that is open too: the process is about to end. */
  @Override
  public void close() {
    turn.lock();
    try {
      if (!closed) {
        closed = true;
        publishAll(steps.openStep(), true);
      }
    } catch (RuntimeException e) {
      LOG.warn("The next process publishes what was counted: {}", e.toString());
    } finally {
      turn.unlock();
      publishing.close();
    }
  }
}
