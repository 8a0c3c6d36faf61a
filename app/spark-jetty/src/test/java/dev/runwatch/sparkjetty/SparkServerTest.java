/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import static dev.runwatch.sparkjetty.TestServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routing, errors and the life of a server. */
final class SparkServerTest {

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
  void pathAndQueryParametersAreDecoded() {
    assertThat(test.send("GET", "/items/a%20b+c%C3%A4/parts/7?q=x+y%26z&q=2", "").body())
        .isEqualTo("a b+cä|7|x y&z");
    assertThat(test.send("GET", "/items/1/parts/2", "").body()).isEqualTo("1|2|null");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/nothing,404,",
    "GET,/items,404,",
    "GET,/echo,405,POST",
    "PUT,/items/1/parts/2,405,'GET, HEAD'",
    "OPTIONS,/items/1,405,DELETE",
    "BREW,/health,405,'GET, HEAD'",
    "HEAD,/poll,405,GET",
    "HEAD,/items/1,405,DELETE"
  })
  void aMethodThatAPathDoesNotTakeIsToldTheOnesItTakes(
      String method, String path, int status, String allow) {
    HttpResponse<String> response = test.send(method, path, "");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Allow").orElse(null)).isEqualTo(allow);
  }

  @Test
  void aHeadHasTheHeadersOfAGetAndNoBody() throws Exception {
    try (Wire wire = test.wire()) {
      String answer = wire.send(head("HEAD /health")).readUntil("\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("Content-Length: 4\r\n");
      wire.send(head("GET /health", "Connection: close\r\n"));
      assertThat(wire.readAll()).endsWith("\r\n\r\nwell");
    }
  }

  @Test
  void aHandlerThatFailsIsAnsweredAsItsErrorsSay() {
    HttpResponse<String> response = test.send("GET", "/fail", "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("GET /fail boom");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /items/%zz/parts/1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /items/%FF/parts/1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /items/a%2Fb/parts/1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /items/1/parts/1?q=%FF HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /items/1/parts/1?q=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void whatIsNoHttpIsABadRequestAndObserved(String request) throws Exception {
    try (Wire wire = test.wire()) {
      assertThat(wire.send(request).readUntil("BAD_REQUEST")).startsWith("HTTP/1.1 400 ");
    }
    assertThat(test.observed).hasSize(1).first().asString().endsWith(" 400");
  }

  @Test
  void vitalRoutesAnswerWhileEveryOtherHandlerIsBlocked() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(test.sendAsync("/blocked"));
    }
    assertThat(test.send("GET", "/health", "").body()).isEqualTo("well");
    test.blocked.countDown();
    for (var one : all) {
      assertThat(one.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last");
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndLeavesNoThread() {
    assertThatThrownBy(
            () ->
                SparkServer.builder("taken", new TestServer.PlainErrors())
                    .listen(new InetSocketAddress("127.0.0.1", test.server.port()))
                    .start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bind");
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("taken")));
  }

  @Test
  void aServerThatStopsLetsARunningHandlerEnd() throws Exception {
    CompletableFuture<HttpResponse<String>> running = test.sendAsync("/blocked");
    await().until(() -> busy("test-worker"));
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(test.server::close);
    test.blocked.countDown();
    assertThat(running.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last");
    stopping.get(20, TimeUnit.SECONDS);
  }

  private static boolean busy(String prefix) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(it -> it.getKey().getName().startsWith(prefix))
        .flatMap(it -> List.of(it.getValue()).stream())
        .anyMatch(it -> it.getMethodName().equals("block"));
  }
}
