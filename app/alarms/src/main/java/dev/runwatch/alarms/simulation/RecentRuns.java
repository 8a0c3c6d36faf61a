/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

/** Runs that ended within the newest minutes. Not thread-safe. */
final class RecentRuns {

  private final long[] failed;
  private final long[] ended;
  private int next;
  private long failedInAll;
  private long endedInAll;

  RecentRuns(int minutes) {
    failed = new long[minutes];
    ended = new long[minutes];
  }

  void minute(long newFailed, long newCompleted) {
    failedInAll += newFailed - failed[next];
    failed[next] = newFailed;
    endedInAll += newFailed + newCompleted - ended[next];
    ended[next] = newFailed + newCompleted;
    next = (next + 1) % failed.length;
  }

  long failed() {
    return failedInAll;
  }

  long ended() {
    return endedInAll;
  }
}
