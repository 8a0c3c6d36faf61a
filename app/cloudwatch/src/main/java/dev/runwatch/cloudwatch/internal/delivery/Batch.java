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

/**
 * Data of one step with one fate, all harmless to repeat or none of them. Guarded by its {@link
 * DeliveryQueue}.
 */
final class Batch {

  /** The newest step first; among those of one step, the first made first. */
  static final Comparator<Batch> NEWEST_FIRST =
      Comparator.comparingLong((Batch b) -> -b.stepMillis).thenComparingLong(b -> b.number);

  final long number;
  final long stepMillis;
  final int size;
  final long bytes;

  /** Whether CloudWatch may accept these data twice without counting anything twice. */
  final boolean harmless;

  final @Nullable RecordRange range;
  @Nullable List<Datum> data;
  long dueNanos;

  /** How many attempts may have been accepted. */
  int ambiguous;

  /** How many attempts in a row had no response in time. */
  int timeOuts;

  Batch(long number, List<Datum> data, long bytes, @Nullable RecordRange range, long dueNanos) {
    this.number = number;
    this.stepMillis = data.get(0).step().toEpochMilli();
    this.size = data.size();
    this.bytes = bytes;
    this.harmless = data.stream().noneMatch(Datum::additive);
    this.range = range;
    this.data = data;
    this.dueNanos = dueNanos;
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
