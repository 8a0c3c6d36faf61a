/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.metrics.CoordinatorMetrics;
import java.time.Duration;
import java.util.List;

/** Tells the metrics and the event streams of committed transitions. */
final class RunEvents {

  private final CoordinatorMetrics metrics;
  private final EventStreams streams;

  RunEvents(CoordinatorMetrics metrics, EventStreams streams) {
    this.metrics = metrics;
    this.streams = streams;
  }

  /** Counts on the calling thread, so that an answer finds itself counted. */
  void committed(List<Transition> transitions) {
    transitions.forEach(this::count);
    streams.committed(transitions);
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
