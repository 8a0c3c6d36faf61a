/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Transition;
import java.time.Instant;
import java.util.List;

/** The changes of runs, in the order of their commits. Safe for use by many threads. */
public interface TransitionStore {

  /** The number of the last transition; 0 when there was none. */
  long last();

  /**
   * Reads what transitions count as, also those whose runs are not kept any more.
   *
   * @param after only those with a higher number
   * @return the number of the last one; {@code after} if there is none
   */
  long visitCounts(long after, CountVisitor visitor);

  /** Gets what one transition counts as, and when it happened. */
  @FunctionalInterface
  interface CountVisitor {
    void visit(Instant at, StepCounts counts);
  }

  /**
   * Transitions with their runs.
   *
   * @param after only those with a higher number
   * @param limit at most so many
   * @return the next ones, in order; a number is missing where a run is not kept any more
   */
  List<Transition> after(long after, int limit);
}
