/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing pauses between tries: each up to twice the one before, never above a limit, with a random
 * part so that many runners do not come back in one wave. Not thread-safe.
 */
final class BackOff {

  private static final long FIRST_MILLIS = 50;

  private long nextMillis = FIRST_MILLIS;

  /** The next pause: between half of its turn's length and all of it. */
  Duration next(Duration limit) {
    long full = Math.max(1, Math.min(nextMillis, limit.toMillis()));
    nextMillis = Math.min(full * 2, Math.max(FIRST_MILLIS, limit.toMillis()));
    long half = full / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(full - half + 1));
  }

  void pause(Duration limit) throws InterruptedException {
    Thread.sleep(next(limit).toMillis());
  }

  void reset() {
    nextMillis = FIRST_MILLIS;
  }
}
