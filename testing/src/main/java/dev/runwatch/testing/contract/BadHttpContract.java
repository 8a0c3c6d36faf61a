/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before a route sees the request gets the same error body, and changes nothing. */
abstract class BadHttpContract extends ContractTest {

  @AfterEach
  void nothingHasChanged() {
    assertThat(runs("").size()).isZero();
    client.get("/health").is(200);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    client.get("/").isError(404, "not_found");
    client.get("/nothing").isError(404, "not_found");
    client.post("/runs/a/b/c", "").isError(404, "not_found");
    client.post("/runner/runs/run_0/paused", "{}").isError(404, "not_found");
    client.send("BREW", "/coffee", null).isError(404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/runs,'GET, HEAD, POST'",
    "DELETE,/runs,'GET, HEAD, POST'",
    "PATCH,/runs/x,'GET, HEAD'",
    "DELETE,/runs/x,'GET, HEAD'",
    "GET,/runs/x/stop,POST",
    "OPTIONS,/runs,'GET, HEAD, POST'",
    "POST,/runner/runs,GET",
    "DELETE,/runner/runs,GET",
    "HEAD,/runner/register,POST",
    "GET,/runner/register,POST",
    "GET,/runner/heartbeat,POST",
    "POST,/runners,'GET, HEAD'",
    "GET,/runners/x,DELETE",
    "GET,/runner/runs/x/started,POST",
    "POST,/sse/runs,GET",
    "POST,/health,'GET, HEAD'",
    "POST,/metrics,'GET, HEAD'",
    "TRACE,/runs,'GET, HEAD, POST'",
    "BREW,/runs,'GET, HEAD, POST'",
  })
  void aWrongMethodIsToldTheRightOnes(String method, String path, String allow) {
    Answer answer = client.send(method, path, null).is(405);
    assertThat(answer.header("Allow")).isEqualTo(allow);
    if (!method.equals("HEAD")) {
      answer.isError(405, "method_not_allowed");
    }
  }

  @Test
  void aHeadIsAGetWithoutABody() {
    client.send("HEAD", "/health", null).is(200);
    assertThat(client.send("HEAD", "/runs", null).body()).isEmpty();
    client.send("HEAD", "/runs/x", null).is(404);
  }

  @Test
  void theMethodCannotBeOverridden() {
    String runner = client.register("h");
    client
        .post("/runners/" + runner, "", "X-HTTP-Method-Override", "DELETE")
        .isError(405, "method_not_allowed");
    assertThat(client.get("/runners").body()).contains(runner);
  }

  @Test
  void aBodyOfTwoMegabytesIsTooLarge() throws Exception {
    byte[] big =
        ("{\"parameters\":{\"a\":\"" + "x".repeat(2 << 20) + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    client.send("POST", "/runs", big).isError(413, "too_large");
    client.send("POST", "/runs/run_0/stop", big).isError(413, "too_large");
    client.send("POST", "/nothing", big).isError(404, "not_found");
    client.send("PUT", "/runs", big).isError(405, "method_not_allowed");
    // Without a Content-Length.
    HttpResponse<String> chunked =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(coordinator.uri() + "/runs"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(
                        HttpRequest.BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(big)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("\"too_large\"");
  }

  @Test
  void aChunkedBodyOfSevenMegabytesIsTooLargeAndTheAnswerCanBeRead() throws Exception {
    StringBuilder request =
        new StringBuilder(
            "POST /runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 7; i++) {
      request.append("100000\r\n").append("x".repeat(1 << 20)).append("\r\n");
    }
    request.append("0\r\n\r\n");
    assertThat(client.raw(request.toString())).startsWith("HTTP/1.1 413 ").contains("too_large");
  }

  @Test
  void whoAsksBeforeSendingTooMuchIsAnswered() throws Exception {
    String head =
        String.join(
            "\r\n",
            "POST /runs HTTP/1.1",
            "Host: localhost",
            "Content-Length: 2097152",
            "Expect: 100-continue",
            "",
            "");
    assertThat(client.raw(head + "x".repeat(2 << 20))).contains(" 413 ").contains("too_large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /runs HTTP/1.1\r\n\r\n",
        "GET /runs HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs/a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs/%FF HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs?status=%FF HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs?status=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void whatIsNotHttpIsABadRequest(String request) throws Exception {
    assertThat(client.raw(request))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"bad_request\"")
        .doesNotContain("<html");
  }

  @Test
  void anOverlongAddressOrHeaderIsABadRequest() throws Exception {
    String uri = "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(client.raw(uri)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
    String header =
        "GET /runs HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n";
    assertThat(client.raw(header)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
  }

  @Test
  void aClientThatNeverEndsItsRequestHoldsNobodyElseUp() throws Exception {
    try (Socket socket = client.connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      client.get("/health").is(200);
      client.get("/runs").is(200);
      assertThat(ApiClient.read(socket, "}}")).startsWith("HTTP/1.1 408 ").contains("too_slow");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Host: evil.example"})
  void aWebPageCannotDriveACoordinatorWithoutTokens(String header) throws Exception {
    String host = header.startsWith("Host") ? "" : "Host: localhost\r\n";
    assertThat(
            client.raw(
                "POST /runs HTTP/1.1\r\n" + host + header + "\r\nContent-Length: 2\r\n\r\n{}"))
        .startsWith("HTTP/1.1 403")
        .contains("\"forbidden\"");
  }
}
