/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalTest extends JournalHarness {

  @Test
  void whatIsWrittenIsReadBackByTheNextProcess() throws IOException {
    Journal first = open(LARGE);
    recovered(first);
    first.write(data(0, 3));
    first.write(data(1, 5));
    first.close();
    Journal second = open(LARGE);
    List<Journal.Found> found = recovered(second);
    assertThat(found).extracting(Journal.Found::data).containsExactly(data(0, 3), data(1, 5));
    assertThat(found).extracting(Journal.Found::ambiguous).containsOnly(0);
    assertThat(second.read(found.get(1).range())).contains(data(1, 5));
    second.close();
  }

  @Test
  void whatIsDoneIsNotFoundAgainAndPartsOfARecordCount() throws IOException {
    Journal first = open(LARGE);
    RecordRange whole = first.write(data(0, 10)).orElseThrow();
    first.attempted(whole, 0);
    first.waiting(whole, 0);
    first.done(whole.part(0, 4));
    first.attempted(whole.part(4, 6), 1);
    first.done(first.write(data(1, 2)).orElseThrow());
    first.close();
    Journal second = open(LARGE);
    List<Journal.Found> found = recovered(second);
    assertThat(found)
        .extracting(f -> f.range().from(), f -> f.range().to(), Journal.Found::ambiguous)
        .containsExactly(tuple(4, 6, 2), tuple(6, 10, 0));
    assertThat(second.read(found.get(0).range())).contains(data(0, 10).subList(4, 6));
    second.close();
  }

  @Test
  void adoptionNeedsNoSpaceAndLosesNothingWhenTheLimitIsLower() throws IOException {
    Journal one = open(LARGE);
    Journal two = open(LARGE);
    for (int i = 0; i < 300; i++) {
      two.write(data(i, 20));
    }
    two.close();
    one.close();
    long bytes = 0;
    try (Journal small = Journal.open(base, 64 << 10, false, TARGET)) {
      assertThat(recovered(small)).hasSize(300);
      bytes = small.bytes();
    }
    assertThat(bytes).isGreaterThan(64 << 10);
  }

  @Test
  void livesThatEndRightAfterAdoptionDoNotMultiplyTheData() throws IOException {
    Journal one = open(LARGE);
    Journal two = open(LARGE);
    two.write(data(0, 5));
    two.close();
    one.close();
    for (int life = 0; life < 4; life++) {
      try (Journal journal = open(LARGE)) {
        assertThat(recovered(journal)).extracting(Journal.Found::data).containsExactly(data(0, 5));
      }
    }
  }

  @Test
  void nothingIsWrittenAfterClose() throws IOException {
    Journal old = open(LARGE);
    RecordRange range = old.write(data(0, 2)).orElseThrow();
    old.attempted(range, 0);
    old.close();
    try (Journal next = open(LARGE)) {
      assertThat(recovered(next)).hasSize(1);
      byte[] before = Files.readAllBytes(files(".records").get(0));
      old.done(range);
      old.waiting(range, 0);
      assertThat(old.write(data(1, 1))).isEmpty();
      old.close();
      assertThat(files(".records")).hasSize(1);
      assertThat(Files.readAllBytes(files(".records").get(0))).isEqualTo(before);
      assertThat(Journal.open(base, LARGE, false, TARGET).directory()).hasFileName("coordinator-2");
    }
  }

  @Test
  void stateIsWrittenWithoutTakingSpace() throws IOException {
    try (Journal journal = open(LARGE)) {
      RecordRange range = journal.write(data(0, 50)).orElseThrow();
      long bytes = Files.size(files(".records").get(0));
      for (int i = 0; i < 20; i++) {
        journal.attempted(range, i % 3);
        journal.waiting(range, i % 3);
      }
      journal.done(range.part(0, 49));
      assertThat(Files.size(files(".records").get(0))).isEqualTo(bytes);
      assertThat(files("")).hasSize(2);
    }
  }

  @Test
  void itIsNeverOverItsLimitAndTheOldestStepsGoFirst() throws IOException {
    Journal journal = open(64 << 10);
    long written = 0;
    for (int i = 0; i < 2000; i++) {
      RecordRange range = journal.write(data(i, 5)).orElseThrow();
      journal.attempted(range, 0);
      journal.waiting(range, 0);
      written++;
      assertThat(sizeOnDisk()).isLessThanOrEqualTo(64 << 10);
    }
    assertThat(journal.takeEvicted()).isNotEmpty();
    journal.close();
    Journal next = open(64 << 10);
    List<Journal.Found> found = recovered(next);
    assertThat(found.size()).isBetween(50, (int) written - 1);
    assertThat(found.get(found.size() - 1).data().get(0).step())
        .isEqualTo(STEP.plusSeconds(60 * 1999));
    next.close();
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
    assertThat(recovered(next)).extracting(f -> f.range().size()).containsExactly(3, 2);
    next.close();
    Journal last = open(LARGE);
    assertThat(recovered(last)).hasSize(2);
    last.close();
  }

  @Test
  void aDirectoryThatAnotherClassLoaderHoldsIsSkipped() throws IOException {
    Files.createDirectories(first());
    try (FileChannel other =
            FileChannel.open(
                first().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = other.lock();
        Journal journal = open(LARGE)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(journal.directory()).hasFileName("coordinator-2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 17})
  void aJournalBehindAGapInTheNumbersIsAdopted(int number) throws IOException {
    tenRecords();
    Files.move(first(), first().resolveSibling("coordinator-" + number));
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).hasSize(9);
    }
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
