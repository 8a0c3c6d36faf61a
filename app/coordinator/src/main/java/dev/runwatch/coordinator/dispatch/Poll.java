/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import java.util.function.Consumer;

/** A poll that waits. Safe for use by many threads; is answered once. */
public interface Poll {

  /** Whether it can be answered with a run; a runner without a free slot waits for orders only. */
  default boolean takesRuns() {
    return true;
  }

  /**
   * Answers the poll.
   *
   * @param delivered gets whether the answer was written, once; false too when the poll was
   *     answered before
   */
  void answer(PollResult answer, Consumer<Boolean> delivered);

  /** Answers the poll with nothing. */
  default void release() {
    answer(new PollResult.Nothing(), delivered -> {});
  }
}
