/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class JournalTest {

  private static final long LARGE = 1 << 20;
  private static final Instant STEP = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private Path base;

  @BeforeEach
  void base() {
    base = directory.resolve("journal").resolve("coordinator");
  }

  private static List<Datum> data(int minute, int size) {
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

  private Journal open(long most) throws IOException {
    return Journal.open(base, most, false);
  }

  private List<Path> files(String outcome) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("journal").resolve("coordinator-1"))) {
      return files.filter(f -> f.toString().endsWith(outcome)).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsReadBackByTheNextProcess() throws IOException {
    Journal first = open(LARGE);
    first.recover(base);
    first.write(data(0, 3));
    first.write(data(1, 5));
    first.close();
    Journal second = open(LARGE);
    List<Journal.Found> found = second.recover(base);
    assertThat(found).extracting(f -> f.range().size()).containsExactly(3, 5);
    assertThat(found).noneMatch(Journal.Found::attempted);
    assertThat(second.read(found.get(1).range())).contains(data(1, 5));
    second.close();
  }

  @Test
  void whatIsDoneIsNotFoundAgainAndPartsOfARecordCount() throws IOException {
    Journal first = open(LARGE);
    RecordRange whole = first.write(data(0, 10)).orElseThrow();
    first.attempted(whole);
    first.refused(whole);
    first.done(whole.part(0, 4));
    first.attempted(whole.part(4, 6));
    first.done(first.write(data(1, 2)).orElseThrow());
    first.close();
    Journal second = open(LARGE);
    List<Journal.Found> found = second.recover(base);
    assertThat(found)
        .extracting(f -> f.range().from(), f -> f.range().to(), Journal.Found::attempted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(4, 6, true),
            org.assertj.core.groups.Tuple.tuple(6, 10, false));
    assertThat(second.read(found.get(0).range())).contains(data(0, 10).subList(4, 6));
    second.close();
  }

  @Test
  void aFileCutAtAnyByteCostsTheRecordThatWasCutAndNoOther() throws IOException {
    Journal first = open(LARGE);
    first.write(data(0, 2));
    first.write(data(1, 2));
    first.close();
    Path records = files(".records").get(0);
    byte[] whole = Files.readAllBytes(records);
    Path only = Files.createDirectories(directory.resolve("cut"));
    for (int length = 0; length <= whole.length; length++) {
      Path cut = only.resolve("000000000001.records");
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      Frames.Contents contents = Frames.read(cut);
      assertThat(contents.bad()).as("cut at %s", length).isZero();
      assertThat(contents.frames())
          .hasSize(length == whole.length ? 2 : length >= whole.length / 2 ? 1 : 0);
    }
  }

  @Test
  void aDamagedSegmentIsSetAsideAndWhatIsWholeInItSurvives() throws IOException {
    Journal first = open(LARGE);
    first.write(data(0, 2));
    first.write(data(1, 3));
    first.write(data(2, 4));
    first.close();
    Path records = files(".records").get(0);
    byte[] bytes = Files.readAllBytes(records);
    int middle = bytes.length / 2;
    bytes[middle] ^= 0x55;
    Files.write(records, bytes);
    Journal second = open(LARGE);
    List<Journal.Found> found = second.recover(base);
    assertThat(found).extracting(f -> f.range().size()).containsExactly(2, 4);
    assertThat(second.read(found.get(1).range())).contains(data(2, 4));
    assertThat(second.damaged()).isEqualTo(1);
    assertThat(files(".damaged")).hasSize(1);
    second.close();
  }

  @Test
  void garbageInsteadOfASegmentIsNotFatal() throws IOException {
    Path first = Files.createDirectories(directory.resolve("journal").resolve("coordinator-1"));
    byte[] garbage = new byte[5000];
    new java.util.Random(1).nextBytes(garbage);
    Files.write(first.resolve("000000000007.records"), garbage);
    Files.write(first.resolve("000000000007.acks"), garbage);
    Journal journal = open(LARGE);
    assertThat(journal.recover(base)).isEmpty();
    assertThat(journal.write(data(0, 1))).isPresent();
    journal.close();
  }

  @Test
  void itIsNeverOverItsLimitAndTheOldestGoFirst() throws IOException {
    Journal journal = open(64 << 10);
    long written = 0;
    for (int i = 0; i < 2000; i++) {
      RecordRange range = journal.write(data(i, 5)).orElseThrow();
      journal.attempted(range);
      journal.refused(range);
      written++;
      assertThat(sizeOnDisk()).isLessThanOrEqualTo(64 << 10);
    }
    assertThat(journal.shrink()).isNotEmpty();
    journal.close();
    Journal next = open(64 << 10);
    List<Journal.Found> found = next.recover(base);
    assertThat(found.size()).isBetween(50, (int) written - 1);
    assertThat(found.get(found.size() - 1).stepMillis())
        .isEqualTo(STEP.plusSeconds(60 * 1999).toEpochMilli());
    next.close();
  }

  private long sizeOnDisk() throws IOException {
    long bytes = 0;
    for (Path file : files("")) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @Test
  void segmentsWithNothingLeftAreDeleted() throws IOException {
    Journal journal = open(LARGE);
    for (int i = 0; i < 2000; i++) {
      journal.done(journal.write(data(i, 20)).orElseThrow());
    }
    assertThat(files(".records")).hasSizeLessThanOrEqualTo(2);
    journal.close();
    assertThat(files(".records")).isEmpty();
  }

  @Test
  void twoProcessesNeverShareOneAndAnUnlockedOneIsAdopted() throws IOException {
    Journal one = open(LARGE);
    Journal two = open(LARGE);
    assertThat(one.directory()).isNotEqualTo(two.directory());
    assertThat(two.directory()).hasFileName("coordinator-2");
    two.write(data(0, 2));
    two.close();
    one.write(data(1, 3));
    one.close();
    Journal next = open(LARGE);
    assertThat(next.directory()).hasFileName("coordinator-1");
    assertThat(next.recover(base)).extracting(f -> f.range().size()).containsExactly(3, 2);
    next.close();
    Journal last = open(LARGE);
    assertThat(last.recover(base)).hasSize(2);
    last.close();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsCountedAndNotFatal() throws IOException {
    Journal journal = open(LARGE);
    journal.write(data(0, 1));
    // What would be the next segment is taken by a directory: root may write anywhere else.
    Path blocked = journal.directory().resolve("000000000001.records");
    Files.delete(blocked);
    Files.createDirectory(blocked);
    assertThat(journal.write(data(1, 1))).isEmpty();
    assertThat(journal.failures()).isPositive();
    Files.delete(blocked);
    assertThat(journal.write(data(2, 1))).isPresent();
    journal.close();
  }
}
