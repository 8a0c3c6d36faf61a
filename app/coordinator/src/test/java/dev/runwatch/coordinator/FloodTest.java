/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.contract.ApiClient;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send half a request, or nothing at all. */
final class FloodTest {

  private static final int HALF_SENT = 1_000;
  private static final int IDLE = 200;
  private static final byte[] HALF =
      ("POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
              + "{\"executor\":\"echo\",\"parameters\":{\"a\":\"")
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Test
  void thousandHalfSentBodiesNeitherSilenceHealthNorLoseARunnerNorStopARun() throws Exception {
    try (InProcess.Started service =
        InProcess.start(
            InProcess.config(folder.resolve("runs.db").toString(), CoordinatorSettings.shortPolls())
                .build())) {
      ApiClient client = new ApiClient(service.uri());
      String runner = client.register("h");
      List<Socket> flood = new ArrayList<>();
      AtomicBoolean over = new AtomicBoolean();
      AtomicReference<Duration> slowest = new AtomicReference<>(Duration.ZERO);
      Thread watcher = new Thread(() -> watch(client, over, slowest), "watcher");
      try {
        watcher.start();
        for (int i = 0; i < IDLE; i++) {
          flood.add(client.connect());
        }
        for (int i = 0; i < HALF_SENT; i++) {
          Socket socket = client.connect();
          flood.add(socket);
          socket.getOutputStream().write(HALF);
        }
        String run = client.newRun("{}");
        await().until(() -> client.poll(runner).run().equals(run));
        client.report(run, "started", runner).is(200);
        client.report(run, "completed", runner).is(200);
        assertThat(client.status(run)).isEqualTo("completed");
        // One of the first and one of the last are told; of the others nobody reads the answers.
        assertThat(ApiClient.read(flood.get(IDLE), "}}")).startsWith("HTTP/1.1 408 ");
        assertThat(ApiClient.read(flood.get(flood.size() - 1), "}}"))
            .startsWith("HTTP/1.1 408 ")
            .contains("\"too_slow\"");
        assertThat(client.get("/runners").body()).contains(runner).contains("\"online\"");
      } finally {
        over.set(true);
        watcher.join();
        for (Socket socket : flood) {
          socket.close();
        }
      }
      assertThat(slowest.get()).isPositive().isLessThan(Duration.ofSeconds(1));
    }
  }

  private static void watch(
      ApiClient client, AtomicBoolean over, AtomicReference<Duration> slowest) {
    while (!over.get()) {
      long start = System.nanoTime();
      int status = client.get("/health").status();
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      Duration counted = status == 200 ? time : Duration.ofDays(status);
      slowest.accumulateAndGet(counted, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
  }
}
