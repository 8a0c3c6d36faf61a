/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import static dev.runwatch.sparkjetty.TestServer.head;
import static dev.runwatch.sparkjetty.TestServer.response;
import static dev.runwatch.sparkjetty.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are answered later, or piece by piece. */
final class ExchangeTest {

  private final List<Boolean> outcomes = new CopyOnWriteArrayList<>();
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
  void aPollThatNobodyAnswersIsAnsweredAfterItsTime() {
    HttpResponse<String> response = test.send("GET", "/poll?millis=300", "");
    assertThat(response.statusCode()).isEqualTo(204);
    await().until(() -> test.observed.equals(List.of("GET /poll 204", "over")));
    assertThat(test.waiting.get().respond(text(200, "late"), outcomes::add)).isFalse();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void theFirstAnswerOfAPollIsTheOnlyOne() throws Exception {
    CompletableFuture<HttpResponse<String>> poll = test.sendAsync("/poll?millis=60000");
    Exchange exchange = await().until(test.waiting::get, it -> it != null);
    assertThat(exchange.respond(text(200, "first"), outcomes::add)).isTrue();
    assertThat(exchange.respond(text(200, "second"), outcomes::add)).isFalse();
    assertThat(poll.get(20, TimeUnit.SECONDS).body()).isEqualTo("first");
    await().until(() -> outcomes.equals(List.of(true)));
  }

  @Test
  void anAnswerThatCannotBeWrittenIsReportedLost() throws Exception {
    Wire wire = test.wire().send(head("GET /poll?millis=60000"));
    Exchange exchange = await().until(test.waiting::get, it -> it != null);
    wire.close();
    byte[] large = new byte[20 << 20];
    exchange.respond(response(200, large), outcomes::add);
    await().until(() -> outcomes.equals(List.of(false)));
    await().until(() -> test.observed.contains("over"));
  }

  @Test
  void aStreamIsWrittenPieceByPieceUntilItIsClosed() throws Exception {
    try (Wire wire = test.wire().send(head("GET /stream"))) {
      ResponseStream open = await().until(test.stream::get, it -> it != null);
      CountDownLatch first = new CountDownLatch(1);
      open.write("one\n".getBytes(StandardCharsets.UTF_8), first::countDown);
      assertThat(wire.readUntil("one\n")).contains("X-Kind: events").contains("text/event-stream");
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      open.write("two\n".getBytes(StandardCharsets.UTF_8), open::close);
      assertThat(wire.readUntil("\r\n0\r\n\r\n")).contains("two\n");
      await().until(() -> test.observed.contains("over"));
      open.write(new byte[] {1}, () -> test.observed.add("written after its end"));
      open.close();
      assertThat(test.observed).containsExactly("GET /stream 200", "over");
    }
  }

  @Test
  void aStreamWhoseClientDoesNotReadCanBeClosed() throws Exception {
    try (Wire wire = test.wire().send(head("GET /stream"))) {
      ResponseStream open = await().until(test.stream::get, it -> it != null);
      open.write(new byte[20 << 20], () -> test.observed.add("written"));
      assertThatThrownBy(() -> open.write(new byte[1], () -> {}))
          .isInstanceOf(IllegalStateException.class);
      open.close();
      await().until(() -> test.observed.contains("over"));
      assertThat(test.observed).doesNotContain("written");
      assertThat(wire.send("")).isNotNull();
    }
  }
}
