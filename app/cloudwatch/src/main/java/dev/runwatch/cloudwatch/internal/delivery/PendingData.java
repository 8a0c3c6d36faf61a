/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.journal.Origin;
import dev.runwatch.cloudwatch.internal.journal.RecordRange;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All data between their collection and their end: those that wait, and those held by a request or
 * a bisection. Keeps the counters and the journal in step with each change. Not thread-safe.
 */
final class PendingData {

  private final StepTime time;
  private final BatchPacker packer;
  private final DeliveryCounters counters;
  private final @Nullable Journal journal;
  private final long memoryMaxBytes;
  private final WaitingBatches waiting = new WaitingBatches();
  private final Set<Batch> held = new HashSet<>();
  private long nextNumber;
  private long memoryBytes;

  PendingData(
      StepTime time,
      BatchPacker packer,
      DeliveryCounters counters,
      @Nullable Journal journal,
      long memoryMaxBytes) {
    this.time = time;
    this.packer = packer;
    this.counters = counters;
    this.journal = journal;
    this.memoryMaxBytes = memoryMaxBytes;
  }

  WaitingBatches waiting() {
    return waiting;
  }

  /** The most bytes of a request. */
  long mostBytes() {
    return BatchPacker.MOST_BYTES;
  }

  /** Data that wait or are held. */
  long size() {
    return waiting.size() + held.stream().mapToLong(batch -> batch.size).sum();
  }

  boolean holds(Batch batch) {
    return held.contains(batch);
  }

  /** Writes new data to the journal, if there is one, and lets them wait. */
  void add(List<Datum> data, long dueNanos, @Nullable Origin origin) {
    counters.recorded(data.size());
    write(data.stream().filter(Datum::additive).toList(), dueNanos, origin);
    write(data.stream().filter(datum -> !datum.additive()).toList(), dueNanos, null);
    evictWhatTheJournalDropped();
    Batch oldest = waiting.oldestInMemoryOnly();
    while (memoryBytes > memoryMaxBytes && oldest != null) {
      waiting.remove(oldest);
      forget(oldest, DropReason.OVERFLOW);
      oldest = waiting.oldestInMemoryOnly();
    }
  }

  private void write(List<Datum> data, long dueNanos, @Nullable Origin origin) {
    if (data.isEmpty()) {
      return;
    }
    List<List<Datum>> parts = packer.pack(data);
    for (int i = 0; i < parts.size(); i++) {
      List<Datum> part = parts.get(i);
      // Only the last record says that all are there.
      Origin of = i == parts.size() - 1 ? origin : null;
      RecordRange range = journal == null ? null : journal.write(part, of).orElse(null);
      Batch batch = new Batch(nextNumber++, part, packer.bytes(part), range, dueNanos);
      memoryBytes += batch.bytesInMemoryOnly();
      waiting.add(batch);
    }
  }

  /** Lets data wait that an earlier process left. */
  Batch adopt(Journal.Found found, long dueNanos) {
    counters.recorded(found.data().size());
    Batch batch =
        new Batch(nextNumber++, found.data(), packer.bytes(found.data()), found.range(), dueNanos);
    batch.ambiguous = found.ambiguous();
    batch.release();
    waiting.add(batch);
    return batch;
  }

  private void evictWhatTheJournalDropped() {
    Set<Long> gone = journal == null ? Set.of() : journal.takeEvicted();
    if (gone.isEmpty()) {
      return;
    }
    for (Batch batch : waiting.all()) {
      if (batch.range != null && gone.contains(batch.range.segment())) {
        waiting.remove(batch);
        forget(batch, DropReason.OVERFLOW);
      }
    }
  }

  /** Takes a batch that waits. */
  void hold(Batch batch) {
    waiting.remove(batch);
    held.add(batch);
  }

  /** Takes what one request may carry, with its data in memory. */
  List<Batch> take(Predicate<Batch> wanted, long mostBytes) {
    List<Batch> taken = waiting.take(wanted, packer.mostData(), mostBytes);
    List<Batch> loaded = new ArrayList<>();
    for (Batch batch : taken) {
      held.add(batch);
      if (load(batch)) {
        loaded.add(batch);
      } else {
        drop(batch, DropReason.DAMAGED);
      }
    }
    if (loaded.size() == 1) {
      Batch only = loaded.get(0);
      while (only.bytes > mostBytes && only.size > 1) {
        List<Batch> halves = split(only, only.size / 2);
        requeue(halves.get(1));
        only = halves.get(0);
      }
      return List.of(only);
    }
    return loaded;
  }

  private boolean load(Batch batch) {
    if (batch.data == null && journal != null && batch.range != null) {
      Optional<List<Datum>> data = journal.read(batch.range);
      batch.data = data.orElse(null);
    }
    return batch.data != null;
  }

  /** An attempt begins. */
  void attempted(Batch batch) {
    if (batch.ambiguous > 0) {
      counters.sentAgain(batch.size);
    }
    if (journal != null && batch.range != null) {
      journal.attempted(batch.range, batch.ambiguous);
    }
  }

  /** An attempt has ended; the batch stays held. */
  void notUnderWay(Batch batch) {
    if (journal != null && batch.range != null) {
      journal.waiting(batch.range, batch.ambiguous);
    }
  }

  /** An attempt has ended; the batch waits again. */
  void requeue(Batch batch) {
    if (held.remove(batch)) {
      notUnderWay(batch);
      waiting.add(batch);
    }
  }

  /** Divides a held batch whose data are in memory; both parts are held. */
  List<Batch> split(Batch whole, int at) {
    Batch first = part(whole, 0, at);
    Batch second = part(whole, at, whole.size);
    held.remove(whole);
    memoryBytes -= whole.bytesInMemoryOnly();
    return List.of(first, second);
  }

  private Batch part(Batch whole, int from, int to) {
    List<Datum> all = whole.data == null ? List.of() : whole.data;
    List<Datum> data = List.copyOf(all.subList(from, to));
    RecordRange range = whole.range == null ? null : whole.range.part(from, to);
    Batch part = new Batch(nextNumber++, data, packer.bytes(data), range, whole.dueNanos);
    part.ambiguous = whole.ambiguous;
    part.timeOuts = whole.timeOuts;
    memoryBytes += part.bytesInMemoryOnly();
    held.add(part);
    return part;
  }

  void accepted(Batch batch) {
    double lag = (time.wallMillis() - batch.stepMillis - time.lengthMillis()) / 1000.0;
    end(batch);
    counters.accepted(batch.size, batch.stepMillis, lag, time.monotonicNanos());
  }

  /** Gives up a held batch. */
  void drop(Batch batch, DropReason reason) {
    end(batch);
    counters.dropped(reason, batch.size);
  }

  private void end(Batch batch) {
    held.remove(batch);
    memoryBytes -= batch.bytesInMemoryOnly();
    if (journal != null && batch.range != null) {
      journal.done(batch.range);
    }
  }

  private void forget(Batch batch, DropReason reason) {
    memoryBytes -= batch.bytesInMemoryOnly();
    counters.dropped(reason, batch.size);
  }

  /** Drops what is older than a step. */
  void expire(long oldestStepMillis) {
    Batch oldest = waiting.oldest();
    while (oldest != null && oldest.stepMillis < oldestStepMillis) {
      hold(oldest);
      drop(oldest, DropReason.TOO_OLD);
      oldest = waiting.oldest();
    }
  }

  /** Drops all that is not in the journal. */
  void abandon() {
    for (Batch batch : waiting.all()) {
      if (batch.range == null) {
        waiting.remove(batch);
        forget(batch, DropReason.CLOSED);
      }
    }
    for (Batch batch : List.copyOf(held)) {
      if (batch.range == null) {
        held.remove(batch);
        forget(batch, DropReason.CLOSED);
      }
    }
  }
}
