/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.time.Instant;
import java.util.Set;

/**
 * Where a service publishes counts that it keeps itself: each in the step in which it happened, and
 * none twice or not at all when the process dies. Safe for use by many threads.
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
        public void reserve(Set<String> counters) {}

        @Override
        public Instant openStep() {
          return Instant.EPOCH;
        }

        @Override
        public Instant stepOf(Instant moment) {
          return Instant.EPOCH;
        }

        @Override
        public boolean taken(CountedSteps counts) {
          return true;
        }

        @Override
        public void publish(CountedSteps counts) {}

        @Override
        public void settle(String source, long number) {}
      };

  /** Whether counts are kept when the process ends. Otherwise the other methods do nothing. */
  boolean outliveTheProcess();

  /**
   * From now on these counters are published by {@link #publish} alone. To be called before they
   * are made.
   */
  void reserve(Set<String> counters);

  /** When the step began that is open now. */
  Instant openStep();

  /** When the step begins to which a moment belongs. */
  Instant stepOf(Instant moment);

  /**
   * Whether these counts have been taken already, by this process or an earlier one. Known until
   * they are settled.
   */
  boolean taken(CountedSteps counts);

  /** Takes counts. They outlive the process when this returns. */
  void publish(CountedSteps counts);

  /** The service knows, also after a sudden death, that the counts up to this number were taken. */
  void settle(String source, long number);
}
