/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

/** A poll that waits. Safe for use by many threads; is answered once. */
public interface Poll {

  /**
   * Answers the poll.
   *
   * @return whether the answer could be written; false too when the poll was answered before
   */
  boolean answer(PollResult answer);
}
