/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.metrics.CoordinatorMetrics;
import dev.runwatch.metrics.PublishedSteps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts committed transitions, each once, over the deaths of the process.
 *
 * <p>The publisher keeps the counts of a step when the step is over. The store then keeps the
 * number of the last transition of that step. A process that is killed leaves transitions behind
 * that are stored and whose counts are not kept: the next one counts them at its start. A store
 * that several coordinators share has no such number; each counts what it commits.
 */
final class TransitionCounter {

  private static final Logger LOG = LoggerFactory.getLogger(TransitionCounter.class);
  private static final int PAGE = 500;

  private final SqlStore store;
  private final CoordinatorMetrics metrics;
  private final PublishedSteps steps;
  private final boolean keeps;

  /** The last transition that was counted in each step that is not kept yet. */
  private final NavigableMap<Long, Long> lastOfStep = new TreeMap<>();

  private long last;

  TransitionCounter(SqlStore store, CoordinatorMetrics metrics, PublishedSteps steps) {
    this.store = store;
    this.metrics = metrics;
    this.steps = steps;
    this.keeps = steps.outliveTheProcess() && !store.shared();
  }

  /** Counts what an earlier process has left, before this one changes anything. */
  void resume() {
    if (!keeps) {
      return;
    }
    long counted = store.transitions().counted();
    long missed = 0;
    List<Transition> page;
    do {
      page = store.transitions().after(counted, PAGE);
      committed(page);
      missed += page.size();
      counted = page.isEmpty() ? counted : page.get(page.size() - 1).number();
    } while (page.size() == PAGE);
    if (missed > 0) {
      LOG.info("Counted {} transitions whose counts an earlier process has not kept", missed);
    }
    steps.onCollected(this::keep);
  }

  /** Counts transitions, on the calling thread, so that an answer finds itself counted. */
  void committed(List<Transition> transitions) {
    for (Transition transition : transitions) {
      count(transition);
      // Asked afterwards: on the boundary of two steps, better counted twice than not at all.
      note(steps.openStep(), transition.number());
    }
  }

  private synchronized void note(long step, long number) {
    last = number;
    if (keeps) {
      lastOfStep.put(step, number);
    }
  }

  private void keep(long openStep) {
    Long upTo = null;
    synchronized (this) {
      Map.Entry<Long, Long> entry = lastOfStep.lowerEntry(openStep);
      if (entry != null) {
        upTo = entry.getValue();
        lastOfStep.headMap(openStep, false).clear();
      }
    }
    if (upTo != null) {
      keepUpTo(upTo);
    }
  }

  private void keepUpTo(long number) {
    var unused =
        store
            .submit(transaction -> transaction.counted(number))
            .exceptionally(
                failure -> {
                  LOG.warn("The next collection notes what was counted: {}", failure.toString());
                  return false;
                });
  }

  /** Notes everything as kept: the publisher collects its last step when it is closed, too. */
  void close() {
    long number;
    synchronized (this) {
      number = last;
    }
    if (number > 0 && !store.shared()) {
      keepUpTo(number);
    }
  }

  private void count(Transition transition) {
    switch (transition.to()) {
      case COMPLETED -> metrics.runCompleted();
      case FAILED -> metrics.runFailed();
      case STOPPED -> metrics.runStopped();
      case CLAIMED -> countWait(transition);
      case PENDING -> {
        if (transition.from() == null) {
          metrics.runCreated();
        } else if (transition.isRetry()) {
          metrics.runRetried();
        }
      }
      case RUNNING, STOPPING -> {}
    }
  }

  /** Only the first hand-out ends the wait of a client. */
  private void countWait(Transition claim) {
    if (claim.run().attempt() == 1) {
      Duration wait = Duration.between(claim.run().createdAt(), claim.at());
      metrics.runWaited(wait.isNegative() ? Duration.ZERO : wait);
    }
  }
}
