/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.cloudwatch.fake.Behaviour.Answer;
import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** A process killed at random moments of an outage loses at most the step that was open. */
final class SuddenDeathTest {

  @TempDir Path directory;

  @Test
  void fiveDeathsDuringAnOutageCostAtMostTheOpenStepEach() throws Exception {
    die(5);
  }

  @Test
  @Tag("endurance")
  void fiftyDeathsDuringAnOutageCostAtMostTheOpenStepEach() throws Exception {
    die(50);
  }

  private void die(int times) throws Exception {
    Random random = new Random(11);
    Path books = directory.resolve("books");
    Path journal = directory.resolve("journal").resolve("runner");
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch()) {
      cloudWatch.behave((n, data) -> Answer.UNAVAILABLE);
      Map<Long, Integer> recorded = new TreeMap<>();
      for (int i = 0; i < times; i++) {
        long lines = lines(books);
        Process process = start(journal, cloudWatch, books);
        await().atMost(Duration.ofSeconds(60)).until(() -> lines(books) >= lines + 3);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        process.destroyForcibly().waitFor();
        long died = System.currentTimeMillis() / 1000;
        merge(books, lines, died, recorded);
      }
      assertThat(recorded.size()).isGreaterThanOrEqualTo(times);
      cloudWatch.behave((n, data) -> Answer.OK);
      long dropped = recover(journal, cloudWatch);
      Map<Long, Double> stored = bySecond(cloudWatch, Stored::sum, RegistryHarness.COUNTER);
      Map<Long, Double> samples = bySecond(cloudWatch, Stored::sampleCount, RegistryHarness.TIMER);
      long missing = 0;
      for (Map.Entry<Long, Integer> step : recorded.entrySet()) {
        missing += stored.containsKey(step.getKey()) ? 0 : 1;
        missing += samples.containsKey(step.getKey()) ? 0 : 1;
        assertThat(stored.getOrDefault(step.getKey(), (double) step.getValue()))
            .isEqualTo((double) step.getValue());
      }
      assertThat(missing).isLessThanOrEqualTo(dropped);
    }
  }

  /**
   * What must not be missing: all but the step in which the process died and the one being sealed.
   */
  private static void merge(Path books, long from, long died, Map<Long, Integer> recorded)
      throws IOException {
    for (String line : Files.readAllLines(books).subList((int) from, (int) lines(books))) {
      String[] parts = line.split(" ");
      if (!parts[0].equals("unsure") && Long.parseLong(parts[0]) < died - 1) {
        recorded.merge(Long.valueOf(parts[0]), Integer.valueOf(parts[1]), Integer::sum);
      }
    }
  }

  private static long lines(Path books) throws IOException {
    return Files.exists(books) ? Files.readAllLines(books).size() : 0;
  }

  private Process start(Path journal, FakeCloudWatch cloudWatch, Path books) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            KilledProcess.class.getName(),
            journal.toString(),
            cloudWatch.uri().toString(),
            books.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  /**
   * Sends what the journal holds and returns how many data were dropped. On a slow machine the same
   * data can be under way at three deaths; they are then ambiguous three times, and dropped.
   */
  private static long recover(Path journal, FakeCloudWatch cloudWatch) {
    TestConfig config = TestConfig.minutes().withJournal(journal);
    try (CloudWatchAsyncClient client = cloudWatch.client()) {
      var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);
      assertThat(registry.journal().orElseThrow()).hasFileName("runner-1");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  registry.deliveryStats().pending() == 0
                      && registry.deliveryStats().accepted() > 0);
      DeliveryStats stats = registry.deliveryStats();
      assertThat(stats.dropped().keySet()).isSubsetOf("ambiguous");
      registry.close();
      return stats.droppedInAll();
    }
  }

  private static Map<Long, Double> bySecond(
      FakeCloudWatch cloudWatch, java.util.function.ToDoubleFunction<Stored> of, String name) {
    return cloudWatch.stored(name).stream()
        .collect(
            Collectors.groupingBy(
                d -> d.timestamp().getEpochSecond(), TreeMap::new, Collectors.summingDouble(of)));
  }
}
