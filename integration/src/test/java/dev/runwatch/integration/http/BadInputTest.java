/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.integration.Http;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should send: each gets its answer and changes nothing. */
class BadInputTest extends CoordinatorHarness {

  /** How many runs there were before a test, and how many it posted itself. */
  private int before;

  private int posted;

  @BeforeEach
  void count() {
    before = runs();
    posted = 0;
  }

  private int runs() {
    return http.get("/runs?limit=100").body().path("runs").size();
  }

  @AfterEach
  void nothingWasChangedAndTheServiceLives() {
    assertThat(http.get("/health").status()).isEqualTo(200);
    assertThat(runs()).isEqualTo(before + posted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"executor\":}",
        "{\"executor\":\"echo\"} x",
        "{'a':1}",
        "nonsense",
        "{\"parameters\":{\"a\":NaN}}",
        "\u0000"
      })
  void aBodyThatIsNoJsonIsMalformed(String body) {
    assertError(http.post("/runs", body), 400, "malformed_json");
    assertError(http.post("/runner/register", body), 400, "malformed_json");
    assertError(http.post("/runner/heartbeat", body), 400, "malformed_json");
  }

  @Test
  void badUtf8IsMalformed() {
    byte[] body =
        "{\"executor\":\"echo\",\"parameters\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '?') {
        body[i] = (byte) 0xff;
      }
    }
    assertError(http.post("/runs", body), 400, "malformed_json");
    body[body.length - 4] = (byte) 0xc0;
    assertError(http.post("/runs", body), 400, "malformed_json");
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 100_000})
  void jsonTooDeepIsRefused(int depth) {
    Http.Answer answer =
        http.post(
            "/runs", "{\"parameters\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}");
    assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
    assertThat(answer.code()).isIn("malformed_json", "invalid_field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"x\"", "5", "null", "true"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    for (String path : new String[] {"/runs", "/runner/register", "/runner/heartbeat"}) {
      Http.Answer answer = http.post(path, body);
      assertThat(answer.status()).as(path + answer).isIn(400, 422);
      assertThat(answer.code()).as(path + answer).isIn("malformed_json", "invalid_field");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          executor          | {"executor":5}
          executor          | {"executor":""}
          executor          | {"executor":["echo"]}
          parameters        | {"parameters":[]}
          parameters        | {"parameters":"x"}
          demands           | {"demands":"x"}
          demands           | {"demands":[]}
          demands.hostname  | {"demands":{"hostname":5}}
          demands.project_dir | {"demands":{"project_dir":{}}}
          demands.tags      | {"demands":{"tags":"x"}}
          demands.tags      | {"demands":{"tags":[1]}}
          demands.tags      | {"demands":{"tags":{}}}
          timeout_seconds   | {"timeout_seconds":"60"}
          timeout_seconds   | {"timeout_seconds":0}
          timeout_seconds   | {"timeout_seconds":-1}
          timeout_seconds   | {"timeout_seconds":1e300}
          timeout_seconds   | {"timeout_seconds":99999999999999999999}
          timeout_seconds   | {"timeout_seconds":true}
          project_dir       | {"project_dir":1}
          type              | {"type":[]}
          agent_name        | {"agent_name":{}}
          """)
  void aFieldOfARunThatIsWrongIsNamed(String field, String body) {
    assertInvalid(http.post("/runs", body), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hostname          | {"project_dir":"/p"}
          project_dir       | {"hostname":"h"}
          hostname          | {"hostname":1,"project_dir":"/p"}
          hostname          | {"hostname":"","project_dir":"/p"}
          project_dir       | {"hostname":"h","project_dir":[]}
          executor_profile  | {"hostname":"h","project_dir":"/p","executor_profile":1}
          executors         | {"hostname":"h","project_dir":"/p","executors":"echo"}
          executors         | {"hostname":"h","project_dir":"/p","executors":[1]}
          tags              | {"hostname":"h","project_dir":"/p","tags":{}}
          tags              | {"hostname":"h","project_dir":"/p","tags":[null]}
          instance_id       | {"hostname":"h","project_dir":"/p","instance_id":7}
          """)
  void aFieldOfARegistrationThatIsWrongIsNamed(String field, String body) {
    assertInvalid(http.post("/runner/register", body), field);
    assertThat(http.get("/runners").body().path("runners")).isEmpty();
  }

  @Test
  void aFieldOfAReportThatIsWrongIsNamed() {
    String runner = runner("a", "1");
    String run = claimed(runner);
    posted = 1;
    assertInvalid(http.post("/runner/runs/" + run + "/started", "{}"), "runner_id");
    assertInvalid(http.post("/runner/runs/" + run + "/started", "{\"runner_id\":5}"), "runner_id");
    assertInvalid(report(run, "failed", runner, ""), "error");
    assertInvalid(report(run, "failed", runner, ",\"error\":5"), "error");
    assertInvalid(report(run, "completed", runner, ",\"output\":{}"), "output");
    assertInvalid(report(run, "stopped", runner, ",\"signal\":9"), "signal");
    assertInvalid(report(run, "completed", runner, ",\"instance_id\":9"), "instance_id");
    assertThat(status(run)).isEqualTo("claimed");
  }

  @Test
  void aMissingOrUnknownRunnerIsToldSo() {
    String run = post();
    posted = 1;
    assertInvalid(http.get("/runner/runs"), "runner_id");
    assertInvalid(http.get("/runner/runs?runner_id="), "runner_id");
    assertInvalid(http.post("/runner/heartbeat", "{}"), "runner_id");
    assertError(http.get("/runner/runs?runner_id=lnch_000000000000"), 401, "runner_unknown");
    assertError(
        http.post("/runner/heartbeat", "{\"runner_id\":\"lnch_000000000000\"}"),
        401,
        "runner_unknown");
    assertError(report(run, "started", "lnch_000000000000", ""), 401, "runner_unknown");
    assertError(http.delete("/runners/lnch_000000000000"), 404, "runner_not_found");
    assertThat(status(run)).isEqualTo("pending");
  }

  @Test
  void anUnknownRunIsNotFound() {
    String runner = runner("a", "1");
    assertError(http.get("/runs/run_000000000000"), 404, "run_not_found");
    assertError(http.post("/runs/run_000000000000/stop", ""), 404, "run_not_found");
    assertError(http.get("/runs/nonsense"), 404, "run_not_found");
    for (String kind : new String[] {"started", "completed", "stopped"}) {
      assertError(report("run_000000000000", kind, runner, ""), 404, "run_not_found");
    }
    assertError(
        report("run_000000000000", "failed", runner, ",\"error\":\"e\""), 404, "run_not_found");
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertError(http.get("/"), 404, "not_found");
    assertError(http.get("/nonsense"), 404, "not_found");
    assertError(http.post("/runner/runs/run_000000000000/paused", "{}"), 404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/runs",
    "PUT,/runs",
    "PATCH,/runs/run_000000000000",
    "POST,/health",
    "GET,/runner/register",
    "GET,/runner/heartbeat",
    "DELETE,/runner/runs",
    "GET,/runs/run_000000000000/stop",
    "POST,/metrics",
    "PUT,/runners",
    "POST,/sse/runs",
    "GET,/runner/runs/run_000000000000/started",
    "GET,/runners/lnch_000000000000"
  })
  void aWrongMethodIsToldTheRightOnes(String method, String path) {
    Http.Answer answer = http.method(method, path);
    assertError(answer, 405, "method_not_allowed");
    assertThat(answer.header("allow")).isNotBlank().doesNotContain(method);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=-1,limit",
    "limit=abc,limit",
    "limit=99999999999999999999,limit",
    "status=nonsense,status",
    "status=PENDING,status",
    "after=nonsense,after"
  })
  void aQueryThatIsWrongIsNamed(String query, String field) {
    assertInvalid(http.get("/runs?" + query), field);
  }

  @Test
  void aBodyOfTwoMegabytesIsTooLarge() {
    String body = "{\"parameters\":{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}}";
    assertError(http.post("/runs", body), 413, "too_large");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertError(
        http.send(
            http.request("/runs")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(bytes)))),
        413,
        "too_large");
  }

  @Test
  void aBodyOfOneMegabyteIsTaken() {
    String body = "{\"parameters\":{\"a\":\"" + "x".repeat(1024 * 1024 - 23) + "\"}}";
    assertThat(body).hasSize(1024 * 1024);
    assertThat(http.post("/runs", body).status()).isEqualTo(201);
    posted = 1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /runs HTTP/1.1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
      })
  void whatIsNoHttpGetsTheErrorBodyToo(String request) throws Exception {
    String answer = http.raw(request);
    assertThat(answer).startsWith("HTTP/1.1 ");
    assertThat(Integer.parseInt(answer.substring(9, 12))).isBetween(400, 505);
    assertThat(answer).contains("\"error\"").contains("\"code\"").doesNotContain("<html");
  }

  @Test
  void aHeaderTooLongGetsTheErrorBodyToo() throws Exception {
    String answer =
        http.raw(
            "GET /runs HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("\"error\"").doesNotContain("<html");
  }

  @Test
  void aClientThatNeverEndsItsRequestHoldsNobodyElseUp() throws Exception {
    try (var socket = http.connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      assertThat(http.get("/health").status()).isEqualTo(200);
    }
  }
}
