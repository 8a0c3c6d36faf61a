/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import static dev.runwatch.sparkjetty.TestServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, too slow, or too many. */
final class BodyReadingTest {

  private TestServer test;

  @BeforeEach
  void start() throws IOException {
    test = new TestServer();
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void aBodyIsReadHoweverItIsCut() throws Exception {
    String body = "x".repeat(1_000);
    assertThat(test.send("POST", "/echo", body).body()).isEqualTo(body);
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n"));
      wire.send("3\r\nabc").send("\r\n2\r\nde\r\n").send("0\r\n\r\n");
      assertThat(wire.readAll()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nabcde");
    }
    await().until(() -> test.server.bodyBytes() == 0);
  }

  @Test
  void aBodyThatEndsEarlyIsABadRequestOfItsRoute() throws Exception {
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "Content-Length: 10\r\n") + "abc").close();
    }
    await().until(() -> test.observed.contains("POST /echo 400"));
    assertThat(test.server.bodyBytes()).isZero();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "Content-Length: 1001\r\n", "Expect: 100-continue\r\n"));
      assertThat(wire.readUntil("TOO_LARGE")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aClientThatSendsTooMuchCanReadItsAnswer() throws Exception {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    for (int i = 0; i < 20; i++) {
      try (Wire wire = test.wire()) {
        wire.send(head("POST /echo", "Transfer-Encoding: chunked\r\n"));
        wire.send(chunk.repeat(100)).send("0\r\n\r\n");
        assertThat(wire.readAll()).startsWith("HTTP/1.1 413 ").contains("Connection: close");
      }
    }
  }

  @Test
  void aRefusedRequestThatGoesOnIsClosedAfterAMoment() throws Exception {
    long start = System.nanoTime();
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "X-Refuse: 1\r\n", "Content-Length: 1000\r\n") + "half");
      assertThat(wire.readAll()).startsWith("HTTP/1.1 403 ").endsWith("refused");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aConnectionIsKeptAfterARefusedRequestThatIsWhole() throws Exception {
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "X-Refuse: 1\r\n", "Content-Length: 4\r\n") + "body");
      wire.readUntil("refused");
      wire.send(head("PUT /echo", "Content-Length: 4\r\n") + "body");
      wire.readUntil("METHOD_NOT_ALLOWED");
      wire.send(head("GET /health")).readUntil("well");
    }
  }

  @Test
  void aBodyThatStopsIsTooSlowAfterItsGrace() throws Exception {
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "Content-Length: 1000\r\n") + "half");
      long start = System.nanoTime();
      assertThat(wire.readAll()).startsWith("HTTP/1.1 408 ").endsWith("TOO_SLOW");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }
    assertThat(test.observed).containsExactly("POST /echo 408");
    await().until(() -> test.server.bodyBytes() == 0);
  }

  @Test
  void aBodyThatKeepsItsRateIsTooSlowAtItsDeadline() throws Exception {
    try (Wire wire = test.wire()) {
      wire.send(head("POST /echo", "Content-Length: 1000\r\n") + "x".repeat(900));
      long start = System.nanoTime();
      assertThat(wire.readAll()).startsWith("HTTP/1.1 408 ");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(3_500), Duration.ofSeconds(15));
    }
  }

  @Test
  void bodiesBeyondTheMemoryForAllOfThemAreUnavailable() throws Exception {
    List<Wire> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        halves.add(
            test.wire().send(head("POST /echo", "Content-Length: 1000\r\n") + "x".repeat(999)));
      }
      await().until(() -> test.server.bodyBytes() == 4 * 999);
      assertThat(test.send("POST", "/echo", "fifth").statusCode()).isEqualTo(503);
      assertThat(test.send("GET", "/health", "").statusCode()).isEqualTo(200);
      halves.get(0).send("x").readUntil("xx");
      await().until(() -> test.send("POST", "/echo", "fifth").statusCode() == 200);
    } finally {
      for (Wire wire : halves) {
        wire.close();
      }
    }
  }
}
