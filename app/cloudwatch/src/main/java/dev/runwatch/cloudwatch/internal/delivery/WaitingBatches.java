/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The batches that wait, the newest step first. Not thread-safe. */
final class WaitingBatches {

  private final TreeSet<Batch> batches = new TreeSet<>(Batch.NEWEST_FIRST);
  private long newestStep = Long.MIN_VALUE;

  void add(Batch batch) {
    batches.add(batch);
    newestStep = Math.max(newestStep, batch.stepMillis);
  }

  boolean remove(Batch batch) {
    return batches.remove(batch);
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /** A copy, the newest step first. */
  List<Batch> all() {
    return List.copyOf(batches);
  }

  long newestStep() {
    return newestStep;
  }

  long size() {
    return batches.stream().mapToLong(batch -> batch.size).sum();
  }

  @Nullable Batch oldest() {
    return batches.isEmpty() ? null : batches.last();
  }

  @Nullable Batch oldestInMemoryOnly() {
    for (Batch batch : batches.descendingSet()) {
      if (batch.range == null) {
        return batch;
      }
    }
    return null;
  }

  /**
   * Removes as many batches as one request may carry, the newest step first.
   *
   * @param mostBytes a first batch may be larger
   */
  List<Batch> take(Predicate<Batch> wanted, int mostData, long mostBytes) {
    List<Batch> taken = new ArrayList<>();
    int data = 0;
    long bytes = 0;
    for (Batch batch : batches) {
      if (!wanted.test(batch)) {
        continue;
      }
      if (!taken.isEmpty() && (data + batch.size > mostData || bytes + batch.bytes > mostBytes)) {
        break;
      }
      taken.add(batch);
      data += batch.size;
      bytes += batch.bytes;
    }
    taken.forEach(batches::remove);
    return taken;
  }

  boolean any(Predicate<Batch> wanted) {
    return batches.stream().anyMatch(wanted);
  }

  /** The earliest time at which a batch is due; {@link Long#MAX_VALUE} when none waits. */
  long earliestDue(Predicate<Batch> wanted) {
    return batches.stream()
        .filter(wanted)
        .mapToLong(batch -> batch.dueNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Leaves all data to the journal that are in it. */
  void release() {
    batches.forEach(Batch::release);
  }
}
