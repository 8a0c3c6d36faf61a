/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.internal.journal.DyingDisk.Death;
import dev.runwatch.cloudwatch.internal.series.Datum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A process is killed at each change of its journal; the next one finds what it must. */
final class JournalCrashTest extends JournalHarness {
  private static final int SIZE = 4;

  /** What the dead process knew of each record, by its minute. */
  private static final class Books {
    private final Set<Integer> written = new HashSet<>();
    private final Set<Integer> attempted = new HashSet<>();
    private final Set<Integer> ending = new HashSet<>();
    private final Set<Integer> done = new HashSet<>();

    void attempt(Journal journal, int minute, RecordRange range) {
      journal.attempted(range, 0);
      attempted.add(minute);
    }

    void end(Journal journal, int minute, RecordRange range) {
      ending.add(minute);
      journal.done(range);
      done.add(minute);
    }

    /** What the next process found is what the dead one had not ended, flagged where sent. */
    void compare(List<Journal.Found> found, int moment) {
      Map<Integer, Integer> sizes = new HashMap<>();
      for (Journal.Found f : found) {
        int minute = minute(f.data());
        sizes.merge(minute, f.data().size(), Integer::sum);
        assertThat(data(minute, SIZE)).as("moment %s", moment).containsAll(f.data());
        if (attempted.contains(minute)) {
          assertThat(f.ambiguous()).as("moment %s, minute %s", moment, minute).isPositive();
        }
      }
      assertThat(sizes).as("moment %s", moment).doesNotContainKeys(done.toArray(Integer[]::new));
      assertThat(sizes.values()).as("moment %s", moment).allMatch(size -> size <= SIZE);
      for (int minute : written) {
        if (!ending.contains(minute)) {
          assertThat(sizes).as("moment %s", moment).containsEntry(minute, SIZE);
        }
      }
    }

    private static int minute(List<Datum> data) {
      return (int) (data.get(0).step().getEpochSecond() - STEP.getEpochSecond()) / 60;
    }
  }

  private void next(int moment, Books books) throws IOException {
    try (Journal journal = open(LARGE)) {
      books.compare(recovered(journal), moment);
      assertThat(journal.damaged()).as("moment %s", moment).isLessThanOrEqualTo(SIZE);
    }
  }

  private static void close(Journal journal) {
    try {
      journal.close();
    } catch (Death e) {
      assertThat(e).isNotNull();
    }
  }

  @Test
  void aDeathAtAnyMomentOfAppendingAndMarkingLosesNothingAndHidesNoAttempt() throws IOException {
    int moment = 0;
    for (boolean died = true; died; ) {
      moment++;
      base = directory.resolve("append" + moment).resolve("coordinator");
      DyingDisk disk = new DyingDisk(moment);
      Books books = new Books();
      Journal journal = Journal.open(base, LARGE, false, TARGET, disk);
      try {
        recovered(journal);
        for (int minute = 0; minute < 5; minute++) {
          RecordRange range = journal.write(data(minute, SIZE)).orElseThrow();
          books.written.add(minute);
          if (minute > 0) {
            books.attempt(journal, minute, range);
          }
          if (minute == 2) {
            journal.waiting(range, 1);
          } else if (minute == 3) {
            books.end(journal, minute, range);
          }
        }
      } catch (Death e) {
        assertThat(disk.isDead()).isTrue();
      }
      died = disk.isDead();
      close(journal);
      next(moment, books);
    }
    assertThat(moment).isGreaterThan(30);
  }

  @Test
  void aDeathAtAnyMomentOfAdoptionAndDeletionLosesNothingAndMultipliesNothing() throws IOException {
    int moment = 0;
    for (boolean died = true; died; ) {
      moment++;
      base = directory.resolve("adopt" + moment).resolve("coordinator");
      Books books = left();
      DyingDisk disk = new DyingDisk(moment);
      Journal journal = Journal.open(base, LARGE, false, TARGET, disk);
      try {
        for (Journal.Found found : recovered(journal)) {
          int minute = Books.minute(found.data());
          books.attempt(journal, minute, found.range());
          books.end(journal, minute, found.range());
        }
      } catch (Death e) {
        assertThat(disk.isDead()).isTrue();
      }
      close(journal);
      died = disk.isDead();
      next(moment, books);
    }
    assertThat(moment).isGreaterThan(20);
  }

  /** Two processes ended: one left two records, the other three. */
  private Books left() throws IOException {
    Books books = new Books();
    List<Journal> both = new ArrayList<>(List.of(open(LARGE), open(LARGE)));
    for (int minute = 0; minute < 5; minute++) {
      both.get(minute < 2 ? 0 : 1).write(data(minute, SIZE)).orElseThrow();
      books.written.add(minute);
    }
    both.forEach(Journal::close);
    return books;
  }

  @Test
  void aGapInTheNumbersOfDirectoriesHidesNoneOfThem() throws IOException {
    try (Journal own = open(LARGE)) {
      own.write(data(0, SIZE));
    }
    Path far = first().resolveSibling("coordinator-7");
    java.nio.file.Files.move(first(), far);
    try (Journal journal = open(LARGE)) {
      assertThat(journal.directory()).hasFileName("coordinator-1");
      assertThat(recovered(journal)).hasSize(1);
    }
  }
}
