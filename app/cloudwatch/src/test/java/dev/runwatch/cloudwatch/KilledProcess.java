/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** A process that records and keeps its own books, until it is killed. */
public final class KilledProcess {

  private KilledProcess() {}

  /**
   * @param args the journal, the address of CloudWatch, the file for the books
   */
  public static void main(String[] args) throws Exception {
    TestConfig config =
        TestConfig.minutes().withStep(Duration.ofSeconds(1)).withJournal(Path.of(args[0]));
    CloudWatchAsyncClient client = FakeCloudWatch.client(URI.create(args[1]));
    var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, client);
    Counter counter = registry.counter(RegistryHarness.COUNTER, "Environment", "test");
    Timer timer = registry.timer(RegistryHarness.TIMER, "Environment", "test");
    Path books = Path.of(args[2]);
    while (true) {
      // In the middle of a step, so that the books and the registry mean the same one.
      long now = System.currentTimeMillis();
      Thread.sleep(1300 - now % 1000);
      long second = System.currentTimeMillis() / 1000;
      int n = 1 + (int) (second % 7);
      counter.increment(n);
      timer.record(Duration.ofMillis(n));
      if (System.currentTimeMillis() / 1000 == second) {
        write(books, second + " " + n + "\n");
      } else {
        // Too slow to know which step it was.
        write(books, "unsure " + n + "\n");
      }
    }
  }

  private static void write(Path books, String line) throws IOException {
    Files.writeString(books, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
