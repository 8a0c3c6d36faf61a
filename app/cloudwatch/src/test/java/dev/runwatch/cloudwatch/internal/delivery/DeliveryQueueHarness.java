/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.fake.ScriptedClient;
import dev.runwatch.cloudwatch.fake.ScriptedClient.Call;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

abstract class DeliveryQueueHarness {

  @TempDir Path directory;

  final MockClock clock = new MockClock();
  final StepTime time = new StepTime(clock, Duration.ofMinutes(1));
  final ScriptedClient client = new ScriptedClient();
  final DeliveryCounters counters = new DeliveryCounters(clock.monotonicTime());
  int answered;

  @BeforeEach
  void start() {
    clock.add(Duration.ofDays(20_000));
  }

  DeliveryQueue queue(@Nullable Journal journal) {
    return queue(journal, 4, true);
  }

  DeliveryQueue queue(@Nullable Journal journal, int maxConcurrency, boolean resend) {
    return new DeliveryQueue(
        new DeliveryQueue.Settings(Duration.ofHours(24), 16 << 20, maxConcurrency, resend),
        time,
        new BatchPacker(1000, BatchPacker.MOST_BYTES, new CborSize("Runwatch", false)),
        new Sender(client, "Runwatch", false, Duration.ofMinutes(30)),
        counters,
        journal,
        new Random(1));
  }

  Instant step() {
    return Instant.ofEpochMilli(time.startMillis(time.refresh()));
  }

  List<Datum> sums(int size) {
    return IntStream.range(0, size).mapToObj(i -> datum("sum_" + i, true)).toList();
  }

  Datum datum(String name, boolean additive) {
    return Datum.single(new SeriesKey(name, List.of(), StandardUnit.COUNT), step(), 1, additive);
  }

  static boolean has(Call call, String name) {
    return call.request().metricData().stream().anyMatch(d -> d.metricName().equals(name));
  }

  /** Sends and answers until nothing moves. */
  void run(DeliveryQueue queue, Consumer<Call> answer) {
    queue.pump();
    while (answered < client.calls().size()) {
      answer.accept(client.calls().get(answered++));
      queue.pump();
    }
  }

  /** Lets time go by in steps of a quarter second. */
  void run(DeliveryQueue queue, Duration duration, Consumer<Call> answer) {
    for (long ms = 0; ms < duration.toMillis(); ms += 250) {
      run(queue, answer);
      clock.add(Duration.ofMillis(250));
    }
    run(queue, answer);
  }

  Map<DropReason, Long> dropped() {
    return counters.entries().dropped();
  }

  static Journal journal(Path base) throws IOException {
    return Journal.open(base, 1 << 20, false, "test");
  }

  Path copyOf(Path journal) throws IOException {
    Path copy = Files.createDirectories(directory.resolve("crashed").resolve("queue-1"));
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.filter(f -> !f.endsWith("lock")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.getParent();
  }
}
