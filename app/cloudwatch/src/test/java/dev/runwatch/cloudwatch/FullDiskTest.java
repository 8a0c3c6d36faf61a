/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runwatch.cloudwatch.fake.Behaviour.Answer;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of one megabyte that fills up. Only root may mount one; for others this is skipped. */
@Timeout(120)
final class FullDiskTest {

  @TempDir Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    assumeTrue(mounted, "only root can mount a small disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(succeeds("umount", "--lazy", disk.toString())).isTrue();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theBooksOfTwoLivesBalanceWhenTheDiskIsFull() throws IOException {
    Files.write(disk.resolve("others"), new byte[750 << 10]);
    TestConfig config =
        TestConfig.minutes()
            .withBudget(1000)
            .withJournal(disk.resolve("journal"))
            .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1));
    long left;
    RegistryHarness first = new RegistryHarness(config);
    first.cloudWatch.behave((n, data) -> Answer.UNAVAILABLE);
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      timers.add(first.registry.timer("latency", "route", "r" + i));
    }
    Random random = new Random(1);
    for (int step = 0; step < 10; step++) {
      for (Timer timer : timers) {
        for (int i = 0; i < 60; i++) {
          timer.record((long) (1e6 * Math.exp(random.nextGaussian())), TimeUnit.NANOSECONDS);
        }
      }
      first.live();
      first.balanced();
    }
    assertThat(first.registry.deliveryStats().journalFailures()).isPositive();
    first.close();
    DeliveryStats stats = first.balanced();
    left = stats.pending();
    assertThat(stats.recorded()).isGreaterThan(2_000);
    assertThat(left).isPositive().isLessThan(stats.recorded());
    assertThat(stats.dropped().get("closed")).isEqualTo(stats.recorded() - left);
    try (RegistryHarness second = new RegistryHarness(config)) {
      assertThat(second.registry.deliveryStats().recorded()).isEqualTo(left);
      second.settle();
      assertThat(second.balanced().accepted()).isGreaterThanOrEqualTo(left);
      assertThat(second.registry.deliveryStats().dropped()).isEmpty();
      assertThat(second.cloudWatch.stored()).hasSize((int) second.balanced().accepted());
    }
  }
}
