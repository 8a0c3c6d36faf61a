/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data on disk until they are accepted. Records are appended to segments; what becomes of them is
 * appended to a file of acks beside each; a segment with nothing left in it is deleted. What is
 * written has left the process when a method returns, so that it survives the process's sudden
 * death; it survives the machine's if the journal is told to force it to the disk.
 *
 * <p>Trouble with the disk is logged and counted, never thrown. Thread-safe.
 */
public final class Journal implements AutoCloseable {

  /** No request is longer than 1 MB, and what is written of it is shorter still. */
  static final int LONGEST_RECORD = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long LARGEST_SEGMENT = 1 << 20;
  private static final String ASIDE = ".damaged";

  /**
   * Data an earlier process left behind.
   *
   * @param range where they are
   * @param stepMillis when the step of the first of them started, since the epoch
   * @param attempted whether an attempt to send them had begun and its end is not known
   */
  public record Found(RecordRange range, long stepMillis, boolean attempted) {}

  private final DirectoryLock lock;
  private final long maxBytes;
  private final long segmentBytes;
  private final boolean force;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final Set<Long> evicted = new HashSet<>();
  private @Nullable Segment open;
  private long nextNumber = 1;
  private long asideBytes;
  private long failures;
  private int damaged;
  private boolean broken;

  private Journal(DirectoryLock lock, long maxBytes, boolean force) {
    this.lock = lock;
    this.maxBytes = maxBytes;
    this.segmentBytes = Math.min(LARGEST_SEGMENT, maxBytes / 8);
    this.force = force;
  }

  /**
   * Claims {@code base-1} or the next directory nobody holds.
   *
   * @throws IOException if none can be made or locked
   */
  public static Journal open(Path base, long maxBytes, boolean force) throws IOException {
    return new Journal(DirectoryLock.first(base), maxBytes, force);
  }

  /** Where it is. */
  public Path directory() {
    return lock.directory();
  }

  /**
   * What earlier processes left, in this directory and in those beside it that nobody holds any
   * more. To be called once, before anything is written.
   */
  public synchronized List<Found> recover(Path base) {
    List<Found> found = new ArrayList<>();
    try {
      List<Long> numbers = numbers(lock.directory());
      nextNumber = numbers.stream().mapToLong(Long::longValue).max().orElse(0) + 1;
      asideBytes = asideBytes();
      for (long number : numbers) {
        recover(new Segment(lock.directory(), number), found);
      }
      for (DirectoryLock other : DirectoryLock.others(base)) {
        try (other) {
          for (long number : numbers(other.directory())) {
            move(new Segment(other.directory(), number), found);
          }
        }
      }
    } catch (IOException e) {
      failed("read", e);
    }
    return found;
  }

  private void recover(Segment segment, List<Found> found) throws IOException {
    Frames.Contents contents = segment.contents();
    if (contents.bad() > 0) {
      LOG.warn(
          "Segment {} of the journal {} is damaged: {} records are lost; it is set aside.",
          segment.number,
          lock.directory(),
          contents.bad());
      damaged += contents.bad();
      move(segment, found);
      return;
    }
    for (Left left : left(segment, contents)) {
      segment.live += left.to - left.from;
      RecordRange range = new RecordRange(segment.number, left.position, left.from, left.to);
      found.add(new Found(range, left.stepMillis, left.attempted));
    }
    if (segment.live == 0) {
      segment.delete();
    } else {
      segments.put(segment.number, segment);
    }
  }

  /** Writes what is left of a segment anew, and removes it or sets it aside. */
  private void move(Segment segment, List<Found> found) throws IOException {
    Frames.Contents contents = segment.contents();
    for (Left left : left(segment, contents)) {
      List<Datum> data = Codec.decode(segment.read(left.position)).subList(left.from, left.to);
      Optional<RecordRange> range = write(data);
      if (range.isPresent()) {
        if (left.attempted) {
          attempted(range.get());
        }
        found.add(new Found(range.get(), left.stepMillis, left.attempted));
      }
    }
    if (contents.bad() > 0) {
      segment.setAside();
      asideBytes = asideBytes();
    } else {
      segment.delete();
    }
  }

  private record Left(long position, int from, int to, long stepMillis, boolean attempted) {}

  private List<Left> left(Segment segment, Frames.Contents contents) throws IOException {
    Map<Long, List<AckRecord>> acks = new TreeMap<>();
    for (AckRecord ack : segment.acks()) {
      acks.computeIfAbsent(ack.position(), p -> new ArrayList<>()).add(ack);
    }
    List<Left> left = new ArrayList<>();
    for (Frames.Frame frame : contents.frames()) {
      List<Datum> data;
      try {
        data = Codec.decode(frame.payload());
      } catch (IOException e) {
        failed("read", e);
        damaged++;
        continue;
      }
      left(frame.position(), data, acks.getOrDefault(frame.position(), List.of()), left);
    }
    return left;
  }

  private static void left(long position, List<Datum> data, List<AckRecord> acks, List<Left> left) {
    AckRecord.Kind[] last = new AckRecord.Kind[data.size()];
    Arrays.fill(last, AckRecord.Kind.REFUSED);
    for (AckRecord ack : acks) {
      Arrays.fill(last, Math.max(0, ack.from()), Math.min(last.length, ack.to()), ack.kind());
    }
    for (int from = 0; from < last.length; ) {
      int to = from + 1;
      while (to < last.length && last[to] == last[from]) {
        to++;
      }
      if (last[from] != AckRecord.Kind.DONE) {
        long step = data.get(from).step().toEpochMilli();
        left.add(new Left(position, from, to, step, last[from] == AckRecord.Kind.ATTEMPTED));
      }
      from = to;
    }
  }

  /** Writes data down; empty when that failed. */
  public synchronized Optional<RecordRange> write(List<Datum> data) {
    byte[] payload = Codec.encode(data);
    if (payload.length > LONGEST_RECORD || payload.length + Frames.HEADER > segmentBytes * 4) {
      failures++;
      return Optional.empty();
    }
    try {
      makeRoom(payload.length + Frames.HEADER);
      Segment segment = current();
      long position = segment.append(payload, force);
      segment.live += data.size();
      broken = false;
      return Optional.of(new RecordRange(segment.number, position, 0, data.size()));
    } catch (IOException e) {
      failed("written", e);
      return Optional.empty();
    }
  }

  private Segment current() throws IOException {
    Segment segment = open;
    if (segment != null && segment.recordBytes < segmentBytes) {
      return segment;
    }
    Segment fresh = new Segment(lock.directory(), nextNumber);
    nextNumber++;
    segments.put(fresh.number, fresh);
    open = fresh;
    if (segment != null) {
      deleteIfDone(segment);
    }
    return fresh;
  }

  private void makeRoom(long bytes) throws IOException {
    while (bytes() + bytes > maxBytes) {
      if (asideBytes > 0) {
        deleteAside();
      } else if (!segments.isEmpty()) {
        Segment oldest = segments.firstEntry().getValue();
        LOG.warn("The journal {} is full; its oldest data are dropped.", lock.directory());
        evicted.add(oldest.number);
        remove(oldest);
      } else {
        return;
      }
    }
  }

  /** The numbers of segments that had to go since the last call. */
  public synchronized Set<Long> shrink() {
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
      List<Datum> data = Codec.decode(segment.read(range.position()));
      return range.to() > data.size()
          ? Optional.empty()
          : Optional.of(List.copyOf(data.subList(range.from(), range.to())));
    } catch (IOException e) {
      failed("read", e);
      return Optional.empty();
    }
  }

  /** An attempt to send begins. */
  public synchronized void attempted(RecordRange range) {
    ack(range, AckRecord.Kind.ATTEMPTED);
  }

  /** The attempt certainly did nothing. */
  public synchronized void refused(RecordRange range) {
    ack(range, AckRecord.Kind.REFUSED);
  }

  /** Accepted or given up. */
  public synchronized void done(RecordRange range) {
    Segment segment = ack(range, AckRecord.Kind.DONE);
    if (segment != null) {
      segment.live -= range.size();
      try {
        deleteIfDone(segment);
      } catch (IOException e) {
        failed("written", e);
      }
    }
  }

  private @Nullable Segment ack(RecordRange range, AckRecord.Kind kind) {
    try {
      makeRoom(AckRecord.LENGTH);
      Segment segment = segments.get(range.segment());
      if (segment != null) {
        segment.ack(new AckRecord(kind, range.position(), range.from(), range.to()));
      }
    } catch (IOException e) {
      failed("written", e);
    }
    return segments.get(range.segment());
  }

  private void deleteIfDone(Segment segment) throws IOException {
    boolean full = segment != open || segment.recordBytes >= segmentBytes;
    if (segment.live == 0 && full) {
      remove(segment);
    }
  }

  private void remove(Segment segment) throws IOException {
    segments.remove(segment.number);
    if (segment == open) {
      open = null;
    }
    segment.delete();
  }

  /** All bytes on disk. */
  public synchronized long bytes() {
    return asideBytes + segments.values().stream().mapToLong(Segment::bytes).sum();
  }

  /** How often the disk failed. */
  public synchronized long failures() {
    return failures;
  }

  /** How many records were found damaged. */
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

  private static List<Long> numbers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(Segment.RECORDS))
          .map(n -> n.substring(0, n.length() - Segment.RECORDS.length()))
          .filter(n -> n.matches("\\d{1,18}"))
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(lock.directory())) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(ASIDE))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private long asideBytes() throws IOException {
    long bytes = 0;
    for (Path file : aside()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void deleteAside() throws IOException {
    for (Path file : aside()) {
      Files.deleteIfExists(file);
    }
    asideBytes = 0;
  }

  /** Leaves the directory to whoever comes next. What is in it stays. */
  @Override
  public synchronized void close() {
    try {
      if (segments.isEmpty() || segments.values().stream().allMatch(s -> s.live == 0)) {
        for (Segment segment : List.copyOf(segments.values())) {
          remove(segment);
        }
      }
      lock.close();
    } catch (IOException e) {
      failed("closed", e);
    }
  }
}
