/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue of 250 MB behind a coordinator that has a heap of 256 MB. */
final class MemoryTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int RUNS = 250;
  private static final int MAX_PAGE_BYTES = 4 << 20;

  @TempDir Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String uri = "";

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(uri + path)).timeout(LONG).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(uri + path))
            .timeout(LONG)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aQueueLargerThanTheHeapIsDispatchedSweptListedAndStreamed() throws Exception {
    try (Launched coordinator =
        Processes.runwatch(folder, "coordinator --listen 127.0.0.1:0 --poll-wait 1s")) {
      uri = coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG);
      String large = "\"parameters\":{\"x\":\"" + "x".repeat(1_000_000) + "\"}}";
      for (int i = 0; i < RUNS; i++) {
        String executor = i == RUNS / 2 ? "echo" : "nobody";
        assertThat(post("/runs", "{\"executor\":\"" + executor + "\"," + large).statusCode())
            .isEqualTo(201);
      }
      List<CompletableFuture<HttpResponse<String>>> lists = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        for (String query : List.of("limit=1000", "limit=1000&fields=parameters,output")) {
          lists.add(
              http.sendAsync(
                  HttpRequest.newBuilder(URI.create(uri + "/runs?" + query)).timeout(LONG).build(),
                  BodyHandlers.ofString()));
        }
      }
      for (CompletableFuture<HttpResponse<String>> list : lists) {
        assertThat(list.get().statusCode()).isEqualTo(200);
        assertThat(list.get().body().length()).isLessThanOrEqualTo(MAX_PAGE_BYTES + 200);
      }
      assertThat(get("/runs?limit=1000").body()).contains("\"next\":null");
      assertThat(get("/runs?limit=1000&fields=parameters").body()).contains("\"next\":\"");
      assertThat(init()).hasSizeLessThan((1 << 20) + 200).contains("\"nobody\"");
      String runner =
          post("/runner/register", "{\"hostname\":\"h\",\"project_dir\":\"/p\"}")
              .body()
              .replaceFirst(".*\"runner_id\":\"(\\w+)\".*", "$1");
      String handedOut = get("/runner/runs?runner_id=" + runner).body();
      assertThat(handedOut).hasSizeGreaterThan(1_000_000);
      String run = handedOut.replaceFirst(".*\"run_id\":\"(\\w+)\".*", "$1");
      assertThat(
              post(
                      "/runner/runs/" + run + "/completed",
                      "{\"runner_id\":\""
                          + runner
                          + "\",\"output\":\""
                          + "y".repeat(1_000_000)
                          + "\"}")
                  .statusCode())
          .isEqualTo(200);
      assertThat(IntStream.range(0, 3).mapToObj(i -> silentPoll(runner))).containsOnly(204);
      assertThat(get("/health").statusCode()).isEqualTo(200);
      assertThat(coordinator.err()).doesNotContain("OutOfMemoryError");
      coordinator.terminate();
      assertThat(coordinator.awaitEnd(LONG)).isZero();
    }
  }

  /** A poll that looks through the whole queue in vain. */
  private int silentPoll(String runner) {
    try {
      return get("/runner/runs?runner_id=" + runner).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String init() throws Exception {
    HttpResponse<InputStream> stream =
        http.send(
            HttpRequest.newBuilder(URI.create(uri + "/sse/runs")).timeout(LONG).build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = lines.readLine();
      }
      return String.valueOf(line);
    }
  }
}
