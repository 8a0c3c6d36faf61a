/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.ScriptedClient;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class DeliveryQueueTest {

  @TempDir Path directory;

  private final MockClock clock = new MockClock();
  private final StepTime time = new StepTime(clock, Duration.ofMinutes(1));
  private final ScriptedClient client = new ScriptedClient();
  private final DeliveryCounters counters = new DeliveryCounters(clock.monotonicTime());

  private DeliveryQueue queue(Journal journal) {
    return new DeliveryQueue(
        new DeliveryQueue.Settings(Duration.ofHours(24), 16 << 20, 1, true),
        time,
        new BatchPacker(1000, BatchPacker.MOST_BYTES, new CborSize("Runwatch", false)),
        new Sender(client, "Runwatch", false, Duration.ofSeconds(30)),
        counters,
        journal,
        new Random(1));
  }

  private List<Datum> data(int size) {
    Instant step = Instant.ofEpochMilli(clock.wallTime());
    return IntStream.range(0, size)
        .mapToObj(i -> new SeriesKey("m" + i, List.of(), StandardUnit.COUNT))
        .map(key -> Datum.single(key, step, 1, true))
        .toList();
  }

  @Test
  void aHalfOfARejectedRequestIsNotFoundAsPerhapsAcceptedAfterACrash() throws IOException {
    try (Journal journal = Journal.open(directory.resolve("queue"), 1 << 20, false)) {
      DeliveryQueue queue = queue(journal);
      queue.offer(data(4), Duration.ZERO);
      queue.pump();
      client.last().fail(400, "InvalidParameterValueException");
      queue.pump();
      assertThat(client.calls()).hasSize(2);
      Path crashed = copyOf(journal.directory());
      try (Journal next = Journal.open(crashed.resolve("queue"), 1 << 20, false)) {
        assertThat(next.recover(crashed.resolve("queue")))
            .extracting(f -> f.range().from(), f -> f.range().to(), Journal.Found::attempted)
            .containsExactly(
                org.assertj.core.groups.Tuple.tuple(0, 2, true),
                org.assertj.core.groups.Tuple.tuple(2, 4, false));
      }
    }
  }

  private Path copyOf(Path journal) throws IOException {
    Path copy = Files.createDirectories(directory.resolve("crashed").resolve("queue-1"));
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.filter(f -> !f.endsWith("lock")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.getParent();
  }
}
