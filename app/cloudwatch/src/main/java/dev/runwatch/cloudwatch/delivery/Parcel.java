/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.delivery;

import dev.runwatch.cloudwatch.journal.Slip;
import dev.runwatch.cloudwatch.series.Datum;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes into one request. Guarded by its {@link Courier}. */
final class Parcel {

  /** The newest step first; among those of one step, the first made first. */
  static final Comparator<Parcel> NEWEST_FIRST =
      Comparator.comparingLong((Parcel p) -> -p.stepMillis).thenComparingLong(p -> p.number);

  final long number;
  final long stepMillis;
  final int size;
  final long bytes;
  final @Nullable Slip slip;
  @Nullable List<Datum> data;
  long dueNanos;
  boolean perhapsTaken;

  Parcel(
      long number,
      long stepMillis,
      int size,
      long bytes,
      long dueNanos,
      @Nullable Slip slip,
      @Nullable List<Datum> data) {
    this.number = number;
    this.stepMillis = stepMillis;
    this.size = size;
    this.bytes = bytes;
    this.dueNanos = dueNanos;
    this.slip = slip;
    this.data = data;
  }

  /** Leaves the data to the journal, if they are there. */
  void release() {
    if (slip != null) {
      data = null;
    }
  }

  long bytesInMemoryOnly() {
    return slip == null ? bytes : 0;
  }
}
