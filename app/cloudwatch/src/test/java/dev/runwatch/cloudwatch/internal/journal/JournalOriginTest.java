/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a journal knows of the events that its records were counted from. */
final class JournalOriginTest extends JournalHarness {

  private static final Origin FIRST = new Origin("store", 1, 0, 7);
  private static final Origin SECOND = new Origin("store", 2, 7, 12);

  @Test
  void theNextProcessKnowsWhatWasCounted() throws IOException {
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).isEmpty();
      assertThat(journal.lastRecord("store")).isZero();
      assertThat(journal.write(data(0, 2), FIRST)).isPresent();
      assertThat(journal.write(data(1, 2), SECOND)).isPresent();
      assertThat(journal.lastRecord("store")).isEqualTo(2);
    }
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).hasSize(2);
      assertThat(journal.lastRecord("store")).isEqualTo(2);
      assertThat(journal.lastRecord("another store")).isZero();
    }
  }

  @Test
  void theNextProcessKnowsItAlsoWhenAllDataWereAcceptedBefore() throws IOException {
    try (Journal journal = open(LARGE)) {
      journal.done(journal.write(data(0, 2), FIRST).orElseThrow());
    }
    for (int process = 0; process < 2; process++) {
      try (Journal journal = open(LARGE)) {
        assertThat(recovered(journal)).isEmpty();
        assertThat(journal.lastRecord("store")).isEqualTo(1);
      }
    }
  }

  @Test
  void aFileIsDeletedOnceItsSourceKnowsWhatWasTaken() throws IOException {
    try (Journal journal = open(LARGE)) {
      journal.done(journal.write(data(0, 2), FIRST).orElseThrow());
    }
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).isEmpty();
      journal.settle("store", 0);
      assertThat(files(".records")).as("1 is not settled").hasSize(1);
      journal.settle("store", 1);
      assertThat(files(".records")).isEmpty();
    }
  }

  @Test
  void recordsOfEarlierVersionsHaveNoOrigin() throws IOException {
    assertThat(Codec.decode(Codec.encode(data(0, 3), null)).origin()).isNull();
    assertThat(Codec.decode(Codec.encode(data(0, 3), SECOND)).origin()).isEqualTo(SECOND);
  }
}
