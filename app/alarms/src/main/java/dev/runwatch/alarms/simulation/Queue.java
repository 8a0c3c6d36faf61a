/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Runs that wait, oldest first, by the minute of their creation. Not thread-safe. */
final class Queue {

  private final Deque<Batch> batches = new ArrayDeque<>();
  private long size;

  private record Batch(int minute, long runs) {}

  void add(int minute, long runs) {
    if (runs > 0) {
      batches.addLast(new Batch(minute, runs));
      size += runs;
    }
  }

  /** Takes the oldest runs; returns how many there were. */
  long take(long most) {
    long taken = 0;
    while (taken < most && !batches.isEmpty()) {
      Batch oldest = batches.removeFirst();
      long some = Math.min(oldest.runs(), most - taken);
      if (some < oldest.runs()) {
        batches.addFirst(new Batch(oldest.minute(), oldest.runs() - some));
      }
      taken += some;
    }
    size -= taken;
    return taken;
  }

  long size() {
    return size;
  }

  /** The age of the oldest run in minutes, 0 if none waits. */
  int age(int minute) {
    return batches.isEmpty() ? 0 : minute - batches.getFirst().minute();
  }
}
