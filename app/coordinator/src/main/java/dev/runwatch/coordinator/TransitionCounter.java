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
import org.jspecify.annotations.Nullable;

/**
 * Counts committed transitions, on the thread that commits them: an answer finds itself counted on
 * {@code GET /metrics}. What is published with a step outlives the process, unless several
 * coordinators share the store: then each publishes what it commits.
 */
final class TransitionCounter implements AutoCloseable {

  private final SqlStore store;
  private final @Nullable PublishedCounts published;
  private CoordinatorMetrics metrics = CoordinatorMetrics.NOOP;

  /** To be called before the recorder of metrics is made. */
  TransitionCounter(SqlStore store, PublishedSteps steps) {
    this.store = store;
    boolean keeps = steps.outliveTheProcess() && !store.shared();
    if (keeps) {
      steps.reserve(PublishedCounts.NAMES);
    }
    this.published = keeps ? new PublishedCounts(store, steps) : null;
  }

  /** Counts what an earlier process has left, before this one changes anything. */
  void resume(CoordinatorMetrics recorder) {
    metrics = recorder;
    if (published != null) {
      published.resume();
    } else if (!store.shared()) {
      // Nothing is published from here on; it would be published late by a later process.
      store.write(transaction -> transaction.counts().skip());
    }
  }

  /** Counts transitions. */
  void committed(List<Transition> transitions) {
    transitions.forEach(this::count);
    if (published != null) {
      published.committed(transitions);
    }
  }

  /** The number of the last transition that need not be kept in order to count it. */
  long upTo() {
    return published == null ? Long.MAX_VALUE : published.upTo();
  }

  @Override
  public void close() {
    if (published != null) {
      published.close();
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
