/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.http.RunViews;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunListener;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.metrics.CoordinatorMetrics;

/** Tells the metrics and the event streams what became of runs. */
final class RunEvents implements RunListener {

  private final CoordinatorMetrics metrics;
  private final EventStreams streams;

  RunEvents(CoordinatorMetrics metrics, EventStreams streams) {
    this.metrics = metrics;
    this.streams = streams;
  }

  @Override
  public void changed(Run run) {
    switch (run.status()) {
      case COMPLETED -> metrics.runCompleted();
      case FAILED -> metrics.runFailed();
      default -> {
        // A run that was given back is pending again, yet was created once.
        if (run.status() == RunStatus.PENDING && run.attempt() == 0) {
          metrics.runCreated();
        }
      }
    }
    if (streams.size() > 0) {
      streams.broadcast("run", RunViews.event(run));
    }
  }
}
