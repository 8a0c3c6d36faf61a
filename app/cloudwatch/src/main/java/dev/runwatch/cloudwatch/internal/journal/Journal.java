/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data on disk until they are accepted or dropped. Records are appended to segments, with a byte of
 * state for each datum that is overwritten in place; a segment without waiting data is deleted. A
 * record has left the process when a method returns, so that it survives the process's sudden
 * death; it survives the machine's if the journal forces it to the disk.
 *
 * <p>A journal reads only what was written for its own target. Other records, other format versions
 * and damaged parts are counted and never deleted, unless the journal is full of them.
 *
 * <p>Failures of the disk are logged and counted, never thrown. After {@link #close} nothing is
 * written. Thread-safe.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** What a timer with 600 samples takes at most for each step, with the default error. */
  public static final int BYTES_OF_A_BUSY_TIMER = 350;

  private static final long LARGEST_SEGMENT = 1 << 20;

  /**
   * Data an earlier process left behind.
   *
   * @param range where they are
   * @param data what they are
   * @param ambiguous how many attempts to send them may have been accepted
   */
  public record Found(RecordRange range, List<Datum> data, int ambiguous) {}

  private final DirectoryLock lock;
  private final Path base;
  private final long maxBytes;
  private final long segmentBytes;
  private final boolean force;
  private final String target;
  private final Disk disk;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final Set<Long> evicted = new HashSet<>();
  private final Origins origins = new Origins();
  private @Nullable Segment open;
  private long nextNumber = 1;
  private long asideBytes;
  private long failures;
  private int damaged;
  private boolean broken;
  private boolean closed;

  private Journal(
      DirectoryLock lock, Path base, long maxBytes, boolean force, String target, Disk disk) {
    this.disk = disk;
    this.lock = lock;
    this.base = base;
    this.maxBytes = maxBytes;
    this.segmentBytes = Math.min(LARGEST_SEGMENT, maxBytes / 8);
    this.force = force;
    this.target = target;
  }

  /**
   * Locks {@code base-1} or the next directory that no process holds.
   *
   * @param target what the data are meant for: region, endpoint, namespace and the like
   * @throws IOException if none can be created or locked
   */
  public static Journal open(Path base, long maxBytes, boolean force, String target)
      throws IOException {
    return open(base, maxBytes, force, target, Disk.FILES);
  }

  static Journal open(Path base, long maxBytes, boolean force, String target, Disk disk)
      throws IOException {
    return new Journal(DirectoryLock.first(base), base, maxBytes, force, target, disk);
  }

  /** Where it is. */
  public Path directory() {
    return lock.directory();
  }

  /** The largest payload that certainly fits. */
  public long longestPayload() {
    return Math.min(RecordHeader.LONGEST_PAYLOAD, segmentBytes);
  }

  /**
   * Hands out the data that earlier processes left for this target, in this directory and in those
   * beside it that no process holds. To be called once, before anything is written.
   */
  public synchronized void recover(Consumer<Found> found) {
    JournalRecovery recovery = new JournalRecovery(lock.directory(), base, target, disk, found);
    recovery.run();
    segments.putAll(recovery.segments());
    segments.values().forEach(segment -> origins.noteAll(segment.origins));
    nextNumber = recovery.nextNumber();
    asideBytes = recovery.asideBytes();
    damaged = recovery.damaged();
    failures += recovery.failures();
  }

  /** The number of the last record of a source; 0 when there was none. */
  public synchronized long lastRecord(String source) {
    return origins.last(source);
  }

  /** The source itself knows by now that its records up to this number were taken. */
  public synchronized void settle(String source, long number) {
    try {
      for (Segment segment : closed ? List.<Segment>of() : List.copyOf(segments.values())) {
        segment.origins.settle(source, number);
        removeIfDone(segment);
      }
    } catch (IOException e) {
      failed("written", e);
    }
  }

  /** Writes data; empty when that failed. */
  public Optional<RecordRange> write(List<Datum> data) {
    return write(data, null);
  }

  /**
   * Writes data; empty when that failed.
   *
   * @param origin what they were counted from, if their source keeps it
   */
  public synchronized Optional<RecordRange> write(List<Datum> data, @Nullable Origin origin) {
    if (closed) {
      return Optional.empty();
    }
    byte[] payload = Codec.encode(data, origin);
    RecordHeader header = RecordHeader.of(target, data.size(), payload);
    try {
      if (payload.length > RecordHeader.LONGEST_PAYLOAD || header.recordLength() > maxBytes / 2) {
        throw new IOException("a record of " + header.recordLength() + " bytes does not fit");
      }
      makeRoom(header.recordLength());
      Segment segment = current();
      long position = segment.append(header.record(payload, 0), force);
      segment.live += data.size();
      segment.noteSteps(data);
      segment.origins.note(origin);
      origins.note(origin);
      broken = false;
      return Optional.of(new RecordRange(segment.number, position, 0, data.size()));
    } catch (IOException e) {
      failed("written", e);
      return Optional.empty();
    }
  }

  private Segment current() throws IOException {
    Segment segment = open;
    if (segment != null && segment.bytes < segmentBytes) {
      return segment;
    }
    Segment fresh = new Segment(lock.directory(), nextNumber++, disk);
    while (Files.exists(fresh.file())) {
      fresh = new Segment(lock.directory(), nextNumber++, disk);
    }
    segments.put(fresh.number, fresh);
    open = fresh;
    if (segment != null) {
      removeIfDone(segment);
    }
    return fresh;
  }

  private void makeRoom(long wanted) throws IOException {
    while (bytes() + wanted > maxBytes) {
      if (asideBytes > 0) {
        for (Path file : JournalDirectory.aside(lock.directory())) {
          disk.delete(file);
        }
        asideBytes = 0;
      } else if (!segments.isEmpty()) {
        Segment oldest =
            segments.values().stream()
                .min(Comparator.comparingLong(segment -> segment.newestStep))
                .orElseThrow();
        LOG.warn("The journal {} is full; its oldest data are dropped.", lock.directory());
        evicted.add(oldest.number);
        oldest.unreadable = false;
        remove(oldest);
      } else {
        return;
      }
    }
  }

  /**
   * The numbers of segments that were dropped since the last call, because the journal was full.
   */
  public synchronized Set<Long> takeEvicted() {
    Set<Long> gone = Set.copyOf(evicted);
    evicted.clear();
    return gone;
  }

  /** Reads data back; empty when they cannot be read any more. */
  public synchronized Optional<List<Datum>> read(RecordRange range) {
    Segment segment = segments.get(range.segment());
    if (segment == null) {
      return Optional.empty();
    }
    try {
      List<Datum> data = segment.read(range.position());
      return range.to() > data.size()
          ? Optional.empty()
          : Optional.of(List.copyOf(data.subList(range.from(), range.to())));
    } catch (IOException e) {
      failed("read", e);
      segment.unreadable = true;
      return Optional.empty();
    }
  }

  /**
   * An attempt to send begins.
   *
   * @param ambiguous how many attempts before it may have been accepted
   */
  public synchronized void attempted(RecordRange range, int ambiguous) {
    write(range, DatumState.attempted(ambiguous));
  }

  /**
   * No attempt is under way.
   *
   * @param ambiguous how many attempts so far may have been accepted
   */
  public synchronized void waiting(RecordRange range, int ambiguous) {
    write(range, DatumState.waiting(ambiguous));
  }

  /** Accepted or dropped. */
  public synchronized void done(RecordRange range) {
    Segment segment = write(range, DatumState.DONE);
    if (segment != null) {
      segment.live -= range.size();
      try {
        removeIfDone(segment);
      } catch (IOException e) {
        failed("written", e);
      }
    }
  }

  private @Nullable Segment write(RecordRange range, DatumState state) {
    Segment segment = closed ? null : segments.get(range.segment());
    if (segment != null) {
      try {
        segment.state(range, state);
      } catch (IOException e) {
        failed("written", e);
      }
    }
    return segment;
  }

  private void removeIfDone(Segment segment) throws IOException {
    boolean full = segment != open || segment.bytes >= segmentBytes;
    if (segment.live <= 0 && full && segment.origins.isEmpty()) {
      remove(segment);
    }
  }

  private void remove(Segment segment) throws IOException {
    segments.remove(segment.number);
    if (segment == open) {
      open = null;
    }
    segment.remove();
    asideBytes += segment.unreadable ? segment.bytes : 0;
  }

  /** All bytes on disk, without those of other targets. */
  public synchronized long bytes() {
    return asideBytes + segments.values().stream().mapToLong(segment -> segment.bytes).sum();
  }

  /** How often the disk failed. */
  public synchronized long failures() {
    return failures;
  }

  /** How many data were found damaged. */
  public synchronized int damaged() {
    return damaged;
  }

  private void failed(String what, IOException e) {
    failures++;
    if (!broken) {
      broken = true;
      LOG.warn("The journal {} cannot be {}: {}", lock.directory(), what, e.toString());
    }
  }

  /** Releases the directory for the next process. Waiting data stay in it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (Segment segment : List.copyOf(segments.values())) {
        if (segment.live <= 0 && segment.origins.isEmpty()) {
          remove(segment);
        }
      }
    } catch (IOException e) {
      failed("closed", e);
    } finally {
      release();
    }
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException e) {
      failed("closed", e);
    }
  }
}
