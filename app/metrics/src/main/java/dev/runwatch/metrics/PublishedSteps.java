/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.util.function.LongConsumer;

/**
 * The steps in which counts are published, and how far they outlive the process. Safe for use by
 * many threads.
 */
public interface PublishedSteps {

  /** Counts are published nowhere that outlives the process. */
  PublishedSteps NONE =
      new PublishedSteps() {
        @Override
        public boolean outliveTheProcess() {
          return false;
        }

        @Override
        public long openStep() {
          return 0;
        }

        @Override
        public void onCollected(LongConsumer listener) {}
      };

  /** Whether counts of finished steps are kept when the process ends. */
  boolean outliveTheProcess();

  /** The number of the step to which a count belongs that is recorded now. */
  long openStep();

  /**
   * Sets who is told when counts are kept.
   *
   * @param listener gets the number of the step before which everything is kept; must not block
   */
  void onCollected(LongConsumer listener);
}
