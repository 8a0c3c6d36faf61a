/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits: polls and event streams. */
abstract class WaitingContract extends ContractTest {

  @Override
  CoordinatorSettings settings() {
    return CoordinatorSettings.longPolls();
  }

  @Test
  void aNewRunWakesAWaitingPollAtOnceAndOnlyOne() throws Exception {
    try (Socket one = client.ask("/runner/runs?runner_id=" + client.register("one"));
        Socket two = client.ask("/runner/runs?runner_id=" + client.register("two"))) {
      one.setSoTimeout(20_000);
      two.setSoTimeout(500);
      String first = client.newRun("{}");
      boolean toOne = got(two, first) == null;
      Socket other = toOne ? two : one;
      if (toOne) {
        assertThat(ApiClient.read(one, "\"attempt\":1")).contains(first);
      }
      other.setSoTimeout(20_000);
      String second = client.newRun("{}");
      assertThat(ApiClient.read(other, "\"attempt\":1")).contains(second).doesNotContain(first);
    }
  }

  /** What a connection has been sent, or null if it was sent nothing for its time-out. */
  private static @org.jspecify.annotations.Nullable String got(Socket socket, String until)
      throws IOException {
    try {
      return ApiClient.read(socket, until);
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  @Test
  void aStopWakesAWaitingPoll() throws Exception {
    String runner = client.register("h");
    String run = in("running", runner);
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> client.poll(runner));
    assertThat(client.stop(run).text("status")).isEqualTo("stopping");
    assertThat(waiting.get(30, TimeUnit.SECONDS).body())
        .isEqualTo("{\"stop_runs\":[\"" + run + "\"]}");
  }

  @Test
  void anInstanceThatWaitsWhenItIsTakenOverFromGetsNoRun() throws Exception {
    String runner = client.register("h", "\"instance_id\":\"one\"");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> client.get("/runner/runs?runner_id=" + runner + "&instance_id=one"));
    client.register("h", "\"instance_id\":\"two\"");
    String run = client.newRun("{}");
    assertThat(client.poll(runner).run()).isEqualTo(run);
    assertThat(waiting.get(30, TimeUnit.SECONDS).run()).isEmpty();
  }

  @Test
  void aStreamBeginsWithWhatIsUnfinishedAndTellsEveryChange() throws Exception {
    String before = client.newRun("{}");
    String runner = client.register("h");
    try (Socket stream = client.ask("/sse/runs")) {
      String init = ApiClient.read(stream, "}\n\n");
      assertThat(init)
          .startsWith("HTTP/1.1 200 ")
          .contains("text/event-stream")
          .contains("event: init")
          .contains(before);
      ApiDocument.present().check("InitEvent", data(init));
      assertThat(client.poll(runner).run()).isEqualTo(before);
      String claimed = ApiClient.read(stream, "}\n\n");
      assertThat(claimed).contains("\"claimed\"").contains("event: run").contains("id:");
      ApiDocument.present().check("RunEvent", data(claimed));
      client.report(before, "started", runner).is(200);
      assertThat(ApiClient.read(stream, "\"running\"")).contains(before);
      client.report(before, "completed", runner).is(200);
      assertThat(ApiClient.read(stream, "\"completed\""))
          .contains(before)
          .doesNotContain("\"yes\"");
    }
  }

  /** The data of the first event in a text. */
  private static String data(String text) {
    int begin = text.indexOf("data: ") + "data: ".length();
    return text.substring(begin, text.indexOf("\n\n", begin));
  }

  @Test
  void hundredsOfPollsAndStreamsAreAllServed() throws Exception {
    int many = 200;
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < many; i++) {
        open.add(client.ask("/sse/runs"));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.metric("sse_connections_count") >= many);
      for (int i = 0; i < many; i++) {
        String runner = client.register("h" + i, "\"tags\":[\"t" + i + "\"]");
        open.add(client.ask("/runner/runs?runner_id=" + runner));
      }
      String run = client.newRun("{\"demands\":{\"tags\":[\"t" + (many - 1) + "\"]}}");
      assertThat(ApiClient.read(open.get(2 * many - 1), "\"attempt\":1")).contains(run);
      for (int i = 0; i < many; i++) {
        assertThat(ApiClient.read(open.get(i), "\"claimed\""))
            .contains("event: init")
            .contains("event: run")
            .contains(run);
      }
      client.get("/health").is(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void whoWaitsIsAnsweredWhenTheServiceStops() throws Exception {
    CoordinatorBinding.Running other = binding().start(store + "stop", settings());
    try (other) {
      ApiClient its = new ApiClient(other.uri());
      try (Socket poll = its.ask("/runner/runs?runner_id=" + its.register("h"));
          Socket stream = its.ask("/sse/runs")) {
        assertThat(ApiClient.read(stream, "event: init")).contains("text/event-stream");
        its.get("/health").is(200);
        long start = System.nanoTime();
        other.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ApiClient.read(poll, "\r\n\r\n")).startsWith("HTTP/1.1 204");
      }
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheServiceStaysHealthy() throws Exception {
    try (CoordinatorBinding.Running other =
        binding().start(store + "limit", settings().withMaxConnections(20))) {
      ApiClient its = new ApiClient(other.uri());
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          open.add(its.connect());
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> open.stream().filter(WaitingContract::isClosed).count() > 200);
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> its.get("/health").status() == 200);
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
