/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.ExponentialBackoff;
import dev.runwatch.metrics.RunnerMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether this runner is fit to take runs.
 *
 * <p>A fault of the runner, such as a missing project directory or a full disk, is not the run's:
 * the run is returned. After each fault the runner waits before it polls again. After three in a
 * row it polls only once a process could be started as a test. Thread-safe.
 */
final class RunnerFaults {

  private static final Logger LOG = LoggerFactory.getLogger(RunnerFaults.class);
  private static final int MOST_IN_A_ROW = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final RunnerMetrics metrics;
  private final Supplier<Optional<String>> test;
  private final ExponentialBackoff backoff =
      new ExponentialBackoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
  private int inARow;
  private String lastReason = "";
  private long pausedUntil;

  /**
   * @param test tries to start a process; the result is why that is not possible
   */
  RunnerFaults(RunnerMetrics metrics, Supplier<Optional<String>> test) {
    this.metrics = metrics;
    this.test = test;
  }

  /** Records that a run could not be started by a fault of this runner. */
  synchronized void happened(String label, String reason) {
    metrics.runnerFault();
    inARow++;
    lastReason = reason;
    pause();
    if (inARow == MOST_IN_A_ROW) {
      LOG.error(
          "{}: returned. This is fault {} in a row: polling stops until a process can be started:"
              + " {}",
          label,
          inARow,
          reason);
    } else {
      LOG.warn("{}: returned, because this runner cannot start it: {}", label, reason);
    }
  }

  /** Records that a run was started. */
  synchronized void startedWell() {
    inARow = 0;
    backoff.reset();
  }

  /** Why polling is stopped, if it is. */
  synchronized Optional<String> stoppedBy() {
    return inARow < MOST_IN_A_ROW ? Optional.empty() : Optional.of(lastReason);
  }

  /** Whether this runner may poll for runs now. */
  synchronized boolean mayPoll() {
    if (inARow == 0) {
      return true;
    }
    if (System.nanoTime() - pausedUntil < 0) {
      return false;
    }
    if (inARow < MOST_IN_A_ROW) {
      return true;
    }
    Optional<String> reason = test.get();
    if (reason.isPresent()) {
      LOG.warn("polling stays stopped, this runner cannot start processes: {}", reason.get());
      pause();
      return false;
    }
    LOG.info("processes can be started again; polling continues");
    inARow = MOST_IN_A_ROW - 1;
    return true;
  }

  private void pause() {
    pausedUntil = System.nanoTime() + backoff.next(LONGEST_PAUSE).toNanos();
  }
}
