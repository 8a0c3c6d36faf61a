/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Points of time at equal distances.
 *
 * @param start the first one, seconds of the epoch
 * @param step the distance, in seconds
 * @param count how many there are
 */
record Grid(long start, long step, int count) {

  Instant from() {
    return Instant.ofEpochSecond(start);
  }

  Instant to() {
    return Instant.ofEpochSecond(start + step * count);
  }

  /** Values at their points; null where there is none. */
  @Nullable Double[] place(List<Instant> times, List<Double> values) {
    @Nullable Double[] placed = new Double[count];
    for (int i = 0; i < times.size(); i++) {
      long index = Math.floorDiv(times.get(i).getEpochSecond() - start, step);
      if (index >= 0 && index < count) {
        placed[(int) index] = values.get(i);
      }
    }
    return placed;
  }
}
