/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

abstract class JournalHarness {

  static final long LARGE = 1 << 20;
  static final String TARGET = "eu-central-1 Runwatch test";
  static final Instant STEP = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  Path base;

  @BeforeEach
  void base() {
    base = directory.resolve("journal").resolve("coordinator");
  }

  static List<Datum> data(int minute, int size) {
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SeriesKey key =
          new SeriesKey(
              "m" + i, List.of(new Dimension("Environment", "test")), StandardUnit.SECONDS);
      data.add(
          new Datum(
              key,
              STEP.plusSeconds(60L * minute),
              new double[] {i, i + 0.5},
              new double[] {1, 2},
              true));
    }
    return data;
  }

  Journal open(long most) throws IOException {
    return Journal.open(base, most, false, TARGET);
  }

  static List<Journal.Found> recovered(Journal journal) {
    List<Journal.Found> found = new ArrayList<>();
    journal.recover(found::add);
    return found;
  }

  Path first() {
    return directory.resolve("journal").resolve("coordinator-1");
  }

  List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(first())) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Ten records, the fourth done and the seventh under way. */
  byte[] tenRecords() throws IOException {
    try (Journal journal = open(LARGE)) {
      for (int i = 0; i < 10; i++) {
        RecordRange range = journal.write(data(i, 2)).orElseThrow();
        if (i == 3) {
          journal.done(range);
        } else if (i == 6) {
          journal.attempted(range, 0);
        }
      }
    }
    return Files.readAllBytes(files(".records").get(0));
  }

  static SegmentScan scan(byte[] file) {
    return SegmentScan.of(
        file, RecordHeader.checksum(TARGET.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  static java.util.function.Predicate<SegmentScan.Entry> isAt(long position) {
    return entry -> entry.position() == position;
  }

  /** Where the fourth record begins, which is done and not among the entries. */
  static long fourth(List<SegmentScan.Entry> all) {
    return all.get(2).position() + (all.get(1).position() - all.get(0).position());
  }

  static long endOf(SegmentScan.Entry entry, List<SegmentScan.Entry> all, int whole) {
    int index = all.indexOf(entry);
    if (index == 2) {
      return fourth(all);
    }
    return index + 1 < all.size() ? all.get(index + 1).position() : whole;
  }

  long sizeOnDisk() throws IOException {
    long bytes = 0;
    for (Path file : files("")) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
