/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CollectionPaceTest {

  private static Duration of(CollectionPace pace, Duration work) {
    long start = System.nanoTime();
    for (long end = start + work.toNanos(); System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    long worked = System.nanoTime();
    pace.rest();
    return Duration.ofNanos(System.nanoTime() - worked);
  }

  @Test
  void afterASliceOfWorkThereIsAPauseAndAfterLessThereIsNone() {
    CollectionPace pace = new CollectionPace(Duration.ofMinutes(1), () -> false);
    assertThat(of(pace, Duration.ofMillis(2))).isGreaterThanOrEqualTo(Duration.ofMillis(4));
    for (int i = 0; i < 20; i++) {
      // A slice is half a millisecond, and this thread may be preempted: some call pauses not.
      if (of(pace, Duration.ZERO).compareTo(Duration.ofMillis(4)) < 0) {
        return;
      }
    }
    throw new AssertionError("there was a pause without work");
  }

  @Test
  void thePausesEndWithTheWindowAndWhenTheRegistryCloses() {
    CollectionPace over = new CollectionPace(Duration.ZERO, () -> false);
    CollectionPace hurried = new CollectionPace(Duration.ofHours(1), () -> true);
    long start = System.nanoTime();
    for (int i = 0; i < 2000; i++) {
      over.rest();
      hurried.rest();
    }
    // With pauses this would take ten seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
