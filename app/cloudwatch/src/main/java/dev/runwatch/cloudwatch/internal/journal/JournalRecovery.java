/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what earlier processes left in a journal's directory and in those beside it that no process
 * holds. A file that cannot be read hides no other. Not thread-safe.
 */
final class JournalRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(JournalRecovery.class);

  private final Path directory;
  private final Path base;
  private final Disk disk;
  private final int target;
  private final Consumer<Journal.Found> found;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private long nextNumber = 1;
  private long asideBytes;
  private long failures;
  private int damaged;

  JournalRecovery(
      Path directory, Path base, String target, Disk disk, Consumer<Journal.Found> found) {
    this.disk = disk;
    this.directory = directory;
    this.base = base;
    this.target = RecordHeader.checksum(target.getBytes(StandardCharsets.UTF_8));
    this.found = found;
  }

  void run() {
    try {
      List<Path> own = JournalDirectory.segments(directory);
      nextNumber = own.stream().mapToLong(JournalDirectory::number).max().orElse(0) + 1;
      asideBytes = JournalDirectory.bytes(JournalDirectory.aside(directory));
      for (Path file : own) {
        recover(new Segment(directory, JournalDirectory.number(file), disk));
      }
    } catch (IOException e) {
      failed(directory, e);
    }
    try {
      for (DirectoryLock other : DirectoryLock.others(base)) {
        try (other) {
          adopt(other.directory());
        }
      }
    } catch (IOException e) {
      failed(base, e);
    }
  }

  private void adopt(Path other) throws IOException {
    for (Path file : JournalDirectory.segments(other)) {
      try {
        SegmentScan scan = SegmentScan.of(Files.readAllBytes(file), target);
        if (scan.records().isEmpty() && (scan.foreign() > 0 || scan.lost() > 0)) {
          failures++;
          LOG.warn("Journal segment {} holds nothing for this publisher; it is left alone.", file);
          continue;
        }
        Segment segment = new Segment(directory, nextNumber++, disk);
        segment.takeOver(file);
        recover(segment);
      } catch (IOException e) {
        failed(file, e);
      }
    }
  }

  private void recover(Segment segment) {
    try {
      SegmentScan scan = segment.scan(target);
      damaged += scan.lost();
      segment.unreadable = scan.lost() > 0 || scan.foreign() > 0;
      if (segment.unreadable) {
        LOG.warn(
            "Journal segment {}: {} data are damaged, {} records are for another target or in another"
                + " format. The file is kept.",
            segment.file(),
            scan.lost(),
            scan.foreign());
      }
      if (scan.records().isEmpty() && scan.foreign() > 0) {
        // It stays where it is, for the process that it is meant for.
        failures++;
        return;
      }
      segment.origins.noteAll(scan.origins());
      scan.records().forEach(entry -> recover(segment, entry));
      if (segment.live == 0 && segment.origins.isEmpty()) {
        segment.remove();
        asideBytes += segment.unreadable ? segment.bytes : 0;
      } else {
        segments.put(segment.number, segment);
      }
    } catch (IOException e) {
      failed(segment.file(), e);
    }
  }

  private void recover(Segment segment, SegmentScan.Entry entry) {
    List<DatumState> states = entry.states();
    for (int from = 0; from < states.size(); ) {
      int to = from + 1;
      while (to < states.size() && states.get(to).equals(states.get(from))) {
        to++;
      }
      if (!states.get(from).isDone()) {
        RecordRange range = new RecordRange(segment.number, entry.position(), from, to);
        var data = List.copyOf(entry.data().subList(from, to));
        segment.live += range.size();
        segment.noteSteps(data);
        found.accept(new Journal.Found(range, data, states.get(from).possiblyAccepted()));
      }
      from = to;
    }
  }

  private void failed(Path file, IOException e) {
    failures++;
    LOG.warn("The journal {} cannot be read: {}", file, e.toString());
  }

  Map<Long, Segment> segments() {
    return segments;
  }

  long nextNumber() {
    return nextNumber;
  }

  /** Bytes of the files that were set aside. */
  long asideBytes() {
    return asideBytes;
  }

  long failures() {
    return failures;
  }

  /** How many data are damaged. */
  int damaged() {
    return damaged;
  }
}
