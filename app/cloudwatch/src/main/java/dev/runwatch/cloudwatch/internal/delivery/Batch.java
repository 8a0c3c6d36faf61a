/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.journal.RecordRange;
import dev.runwatch.cloudwatch.internal.series.Datum;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes into one request. Guarded by its {@link DeliveryQueue}. */
final class Batch {

  /** The newest step first; among those of one step, the first made first. */
  static final Comparator<Batch> NEWEST_FIRST =
      Comparator.comparingLong((Batch p) -> -p.stepMillis).thenComparingLong(p -> p.number);

  final long number;
  final long stepMillis;
  final int size;
  final long bytes;
  final @Nullable RecordRange range;
  @Nullable List<Datum> data;
  long dueNanos;
  boolean perhapsTaken;

  Batch(
      long number,
      long stepMillis,
      int size,
      long bytes,
      long dueNanos,
      @Nullable RecordRange range,
      @Nullable List<Datum> data) {
    this.number = number;
    this.stepMillis = stepMillis;
    this.size = size;
    this.bytes = bytes;
    this.dueNanos = dueNanos;
    this.range = range;
    this.data = data;
  }

  /** Leaves the data to the journal, if they are there. */
  void release() {
    if (range != null) {
      data = null;
    }
  }

  long bytesInMemoryOnly() {
    return range == null ? bytes : 0;
  }
}
