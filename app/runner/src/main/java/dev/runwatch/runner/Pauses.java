/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.ExponentialBackoff;
import java.time.Duration;
import java.util.SplittableRandom;

/** The pauses between calls of a runner that fail one after the other. Not thread-safe. */
final class Pauses {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final ExponentialBackoff backoff =
      new ExponentialBackoff(FIRST, LONGEST, new SplittableRandom());

  /** Waits after one more failure, at most as long as the limit. */
  void pause(Duration limit) throws InterruptedException {
    Thread.sleep(Math.max(1, backoff.next(limit).toMillis()));
  }

  void reset() {
    backoff.reset();
  }
}
