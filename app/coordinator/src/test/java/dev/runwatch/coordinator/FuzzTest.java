/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.runwatch.testing.contract.ApiClient;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand requests that no client should send. */
final class FuzzTest {

  private static final int REQUESTS = 10_000;
  private static final int CLIENTS = 4;
  private static final long SEED = 20261128;
  private static final int NO_STATUS = 0;

  private static final String[] PATHS = {
    "/runs",
    "/runs/run_0",
    "/runs/run_0/stop",
    "/runner/register",
    "/runner/heartbeat",
    "/runner/runs/run_0/completed",
    "/runner/runs?runner_id=%00",
    "/runs?limit=%f0%9f%98%80",
    "/runs?after=9223372036854775808&status=running",
    "/runs?fields=output,,",
    "/runs/..%2f..%2fetc",
    "/runs//",
    "//runs",
    "/./runs/../health",
    "/runs;x=1",
    "/%2e%2e/%2e%2e",
    "/runners/%ff",
    "/health?",
    "*",
    "http://[::1/",
    "",
  };

  private static final String[] BODIES = {
    "{",
    "[[[[",
    "{\"executor\":\"\\ud800\"}",
    "{\"parameters\":{\"n\":1e999999999999}}",
    "{\"parameters\":{\"n\":-0.0000000000000000000000000000000000000000000000001e-5000}}",
    "{\"executor\":\"a\",\"executor\":\"b\"}",
    "{\"timeout_seconds\":1e1}",
    "{\"max_executions\":2147483648}",
    "{\"runner_id\":\"\\u0000\",\"output\":\"\\u0000\"}",
    "{\"hostname\":\"h\",\"project_dir\":\"\\u0007\"}",
    "{\"runner_id\":\"x\",\"runs\":[{\"run_id\":1}]}",
    "{\"demands\":{\"tags\":[null]}}",
    "\u0000\u00ff\u00fe",
  };

  @TempDir Path folder;

  @Test
  void neitherFailsNorLeaksWhateverIsSent() throws Exception {
    try (InProcess.Started service =
        InProcess.start(
            InProcess.config(folder.resolve("runs.db").toString(), CoordinatorSettings.shortPolls())
                .build())) {
      ApiClient client = new ApiClient(service.uri());
      send(client, 200, SEED - 1);
      int threads = Thread.activeCount();
      long descriptors = descriptors();
      long heap = heap();
      Map<Integer, Integer> statuses = new TreeMap<>();
      List<CompletableFuture<Map<Integer, Integer>>> sending = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long seed = SEED + i;
        sending.add(CompletableFuture.supplyAsync(() -> send(client, REQUESTS / CLIENTS, seed)));
      }
      sending.forEach(
          it -> it.join().forEach((status, count) -> statuses.merge(status, count, Integer::sum)));
      assertThat(statuses).as("seed %s", SEED).containsKeys(400, 404, 422);
      assertThat(statuses.keySet()).as("statuses: %s", statuses).allMatch(status -> status < 500);
      client.get("/health").is(200);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(descriptors()).isLessThan(descriptors + 30);
                assertThat(Thread.activeCount()).isLessThan(threads + 20);
              });
      assertThat(heap()).isLessThan(heap + (32 << 20));
    }
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Map<Integer, Integer> send(ApiClient client, int count, long seed) {
    Random random = new Random(seed);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      statuses.merge(status(client, request(random), random), 1, Integer::sum);
    }
    return statuses;
  }

  private static int status(ApiClient client, byte[] request, Random random) {
    try (Socket socket = client.connect()) {
      int cut = random.nextInt(20) == 0 ? random.nextInt(request.length + 1) : request.length;
      socket.getOutputStream().write(request, 0, cut);
      if (cut < request.length || random.nextInt(4) == 0) {
        socket.shutdownOutput();
      }
      if (random.nextInt(50) == 0) {
        return NO_STATUS;
      }
      // Who does not answer waits for the rest of a body; that has a test of its own.
      socket.setSoTimeout(200);
      InputStream in = socket.getInputStream();
      byte[] line = in.readNBytes(12);
      return line.length < 12
          ? NO_STATUS
          : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The server may close a connection that is not HTTP.
      return NO_STATUS;
    }
  }

  private static byte[] request(Random random) {
    String body = BODIES[random.nextInt(BODIES.length)];
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    StringBuilder head = new StringBuilder();
    head.append(pick(random, "POST", "POST", "GET", "DELETE", "PUT", "HEAD", "OPTIONS", "", "G T"))
        .append(' ')
        .append(PATHS[random.nextInt(PATHS.length)])
        .append(pick(random, " HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/3", ""))
        .append("\r\nHost: localhost\r\nConnection: close\r\n");
    switch (random.nextInt(8)) {
      case 0 -> head.append("X-Long: ").append("x".repeat(random.nextInt(40_000))).append("\r\n");
      case 1 -> head.append("Authorization: Bearer ").append((char) 0xff).append("\r\n");
      case 2 -> head.append("Idempotency-Key: ").append("k".repeat(300)).append("\r\n");
      case 3 -> head.append("Transfer-Encoding: chunked\r\n");
      case 4 -> head.append("Content-Length: ").append(random.nextLong()).append("\r\n");
      default -> head.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(bytes);
    return all.toByteArray();
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
