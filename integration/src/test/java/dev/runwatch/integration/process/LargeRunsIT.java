/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import dev.runwatch.testing.contract.ApiClient;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More parameters wait than the coordinator has memory. 120 MB against 96 MB, or as many runs of 1
 * MB as {@code -Drunwatch.large=250} says.
 */
final class LargeRunsIT {

  private static final int RUNS = Integer.getInteger("runwatch.large", 120);
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void dispatchSweepListsAndStreamsWorkAndNothingDies() throws Exception {
    try (Launched coordinator = coordinator()) {
      URI address = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      ApiClient client = new ApiClient(address);
      String large = "{\"parameters\":{\"x\":\"" + "x".repeat(1_000_000) + "\"}}";
      for (int i = 0; i < RUNS; i++) {
        client.newRun(large);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/runs?limit=1000").is(200).json().path("runs")).hasSize(RUNS);
        assertThat(client.get("/runs?limit=1000&fields=parameters").is(200).body())
            .hasSizeLessThan(5 << 20);
        try (Socket stream = client.ask("/sse/runs")) {
          assertThat(ApiClient.read(stream, "}\n\n")).contains("event: init");
        }
      }
      String runner = client.register("h");
      for (int i = 0; i < 10; i++) {
        String run = client.poll(runner).is(200).run();
        client.report(run, "started", runner).is(200);
        client.report(run, "completed", runner).is(200);
      }
      await().atMost(LONG).until(() -> client.metric("runs_pending_count") == RUNS - 10);
      client.get("/health").is(200);
      assertThat(coordinator.alive()).isTrue();
      assertThat(coordinator.err()).doesNotContain("OutOfMemoryError");
    }
  }

  private Launched coordinator() {
    return Launched.start(
        folder,
        Map.of("RUNWATCH_JAVA_OPTIONS", "-Xmx96m"),
        List.of(
            Repository.root().resolve("runwatch").toString(),
            "coordinator",
            "--listen=127.0.0.1:0",
            "--poll-wait=1s",
            "--backends=prometheus"));
  }
}
