/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

/**
 * Where in the journal some data wait.
 *
 * @param segment the number of the segment file
 * @param position of their record in it
 * @param from the first datum of the record that is meant
 * @param to one past the last
 */
public record RecordRange(long segment, long position, int from, int to) {

  public RecordRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("from " + from + " to " + to + " is not a range");
    }
  }

  public int size() {
    return to - from;
  }

  /** The same record, a part of it. */
  public RecordRange part(int partFrom, int partTo) {
    return new RecordRange(segment, position, from + partFrom, from + partTo);
  }
}
