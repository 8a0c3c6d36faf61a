/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damage costs the record that it is in, and deletes no file. */
final class JournalDamageTest extends JournalHarness {

  @Test
  void everyFlippedBitCostsAtMostOneRecordAndNothingAcceptedIsFoundUnflagged() throws IOException {
    byte[] whole = tenRecords();
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      SegmentScan scan = scan(flipped);
      List<Instant> steps =
          scan.records().stream().map(r -> r.data().get(0).step()).distinct().toList();
      assertThat(steps.size()).as("bit %s", bit).isGreaterThanOrEqualTo(8);
      if (steps.size() < 9) {
        assertThat(scan.lost() + scan.foreign()).as("bit %s", bit).isPositive();
      }
      for (SegmentScan.Entry entry : scan.records()) {
        Instant step = entry.data().get(0).step();
        if (step.equals(STEP.plusSeconds(60 * 3)) || step.equals(STEP.plusSeconds(60 * 6))) {
          assertThat(entry.states())
              .as("bit %s", bit)
              .allMatch(state -> state.isDone() || state.possiblyAccepted() > 0);
        }
        int minute = (int) (step.getEpochSecond() - STEP.getEpochSecond()) / 60;
        assertThat(entry.data()).isEqualTo(data(minute, 2));
      }
    }
  }

  @Test
  void everyCutCostsTheRecordThatIsCutAndNoOneBefore() throws IOException {
    byte[] whole = tenRecords();
    List<SegmentScan.Entry> all = scan(whole).records();
    for (int length = 0; length < whole.length; length++) {
      SegmentScan scan = scan(Arrays.copyOf(whole, length));
      for (SegmentScan.Entry entry : all) {
        boolean kept = endOf(entry, all, whole.length) <= length;
        boolean found = scan.records().stream().anyMatch(r -> r.position() == entry.position());
        assertThat(found).as("cut at %s", length).isEqualTo(kept);
      }
      boolean within = length > 0 && all.stream().noneMatch(isAt(length)) && length != fourth(all);
      assertThat(scan.lost() > 0).as("cut at %s", length).isEqualTo(within);
    }
  }

  @Test
  void aDamagedSegmentIsUsedAndThenSetAside() throws IOException {
    byte[] bytes = tenRecords();
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(files(".records").get(0), bytes);
    Journal second = open(LARGE);
    List<Journal.Found> found = recovered(second);
    assertThat(found).hasSizeGreaterThanOrEqualTo(8);
    assertThat(second.damaged()).isPositive();
    found.forEach(f -> second.done(f.range()));
    assertThat(files(".records")).isEmpty();
    assertThat(files(".damaged")).hasSize(1);
    second.close();
    assertThat(Files.readAllBytes(files(".damaged").get(0))).hasSameSizeAs(bytes);
  }

  @Test
  void garbageInsteadOfASegmentIsCountedAndKept() throws IOException {
    Files.createDirectories(first());
    byte[] garbage = new byte[5000];
    new Random(1).nextBytes(garbage);
    Files.write(first().resolve("000000000007.records"), garbage);
    Journal journal = open(LARGE);
    assertThat(recovered(journal)).isEmpty();
    assertThat(journal.damaged()).isEqualTo(1);
    assertThat(journal.write(data(0, 1))).isPresent();
    journal.close();
    assertThat(Files.readAllBytes(files(".damaged").get(0))).isEqualTo(garbage);
  }

  @Test
  void whatWasWrittenForAnotherTargetIsNeitherSentNorDeleted() throws IOException {
    try (Journal other = Journal.open(base, LARGE, false, "eu-central-1 Runwatch local")) {
      other.write(data(0, 4));
    }
    Path segment = files(".records").get(0);
    byte[] written = Files.readAllBytes(segment);
    try (Journal mine = open(LARGE)) {
      assertThat(recovered(mine)).isEmpty();
      assertThat(mine.failures()).isEqualTo(1);
      mine.done(mine.write(data(1, 1)).orElseThrow());
    }
    assertThat(Files.readAllBytes(segment)).isEqualTo(written);
    try (Journal other = Journal.open(base, LARGE, false, "eu-central-1 Runwatch local")) {
      assertThat(recovered(other)).extracting(Journal.Found::data).containsExactly(data(0, 4));
    }
  }

  @Test
  void aRecordOfANewerFormatIsLeftForTheNewerVersion() throws IOException {
    byte[] payload = Codec.encode(data(0, 4), null);
    RecordHeader current = RecordHeader.of(TARGET, 4, payload);
    RecordHeader newer =
        new RecordHeader(
            RecordHeader.VERSION + 1,
            current.target(),
            4,
            payload.length,
            current.payloadChecksum());
    Files.createDirectories(first());
    Path segment = first().resolve("000000000001.records");
    byte[] written = newer.record(payload, 0).array();
    Files.write(segment, written);
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).isEmpty();
      journal.done(journal.write(data(1, 1)).orElseThrow());
    }
    assertThat(Files.readAllBytes(segment)).isEqualTo(written);
  }

  @Test
  void oneUnreadableFileHidesNoOther() throws IOException {
    tenRecords();
    // Root may read any file; a directory can be read as a file by no one.
    Files.createDirectory(first().resolve("000000000000.records"));
    try (Journal journal = open(LARGE)) {
      assertThat(recovered(journal)).hasSize(9);
      assertThat(journal.failures()).isPositive();
    }
  }
}
