/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

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
  void thousandHalfSentBodiesNeitherSilenceHealthNorStopARun() throws Exception {
    try (Service service = Service.on(folder)) {
      List<Socket> flood = new ArrayList<>();
      AtomicBoolean over = new AtomicBoolean();
      AtomicReference<Duration> slowest = new AtomicReference<>(Duration.ZERO);
      Thread watcher = new Thread(() -> watch(service, over, slowest), "watcher");
      try {
        watcher.start();
        for (int i = 0; i < IDLE; i++) {
          flood.add(service.connect());
        }
        for (int i = 0; i < HALF_SENT; i++) {
          Socket socket = service.connect();
          flood.add(socket);
          socket.getOutputStream().write(HALF);
        }
        String runner = service.register("h");
        String run = service.newRun("{}");
        assertThat(service.poll(runner).body()).contains(run);
        assertThat(service.report(run, "started", runner).status()).isEqualTo(200);
        assertThat(service.report(run, "completed", runner).status()).isEqualTo(200);
        assertThat(service.status(run)).isEqualTo("completed");
        // One of the first and one of the last have been told; the others may be read or not.
        assertThat(Service.read(flood.get(IDLE), "}}")).startsWith("HTTP/1.1 408 ");
        assertThat(Service.read(flood.get(flood.size() - 1), "}}"))
            .startsWith("HTTP/1.1 408 ")
            .contains("\"too_slow\"");
        assertThat(service.get("/runners").body()).contains("\"online\"");
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
      Service service, AtomicBoolean over, AtomicReference<Duration> slowest) {
    while (!over.get()) {
      long start = System.nanoTime();
      int status = service.get("/health").status();
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (status != 200) {
        time = Duration.ofDays(status);
      }
      slowest.accumulateAndGet(time, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
  }
}
