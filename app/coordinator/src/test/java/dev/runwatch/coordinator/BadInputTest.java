/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.Service.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it gets the promised error, and nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {

  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    service = Service.on(folder);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(service.get("/runs").json().path("runs").size()).isZero();
  }

  private void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{", "{\"a\":1,}", "nope", "[]", "\"x\"", "3", "{} {}"})
  void aBodyThatIsNoJsonObjectIsMalformed(String body) {
    refused(service.post("/runs", body), 400, "malformed_json");
    refused(service.post("/runner/register", body), 400, "malformed_json");
    refused(service.post("/runner/heartbeat", body), 400, "malformed_json");
    refused(service.post("/runner/runs/run_0/started", body), 400, "malformed_json");
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] body = "{\"executor\":\"#\"}".getBytes(StandardCharsets.UTF_8);
    body[13] = (byte) 0xFF;
    refused(service.send("POST", "/runs", body), 400, "malformed_json");
  }

  @Test
  void fiveThousandLevelsAreTooDeep() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    refused(service.post("/runs", "{\"parameters\":{\"a\":" + deep + "}}"), 400, "malformed_json");
    refused(service.post("/runs", "{\"type\":" + deep + "}"), 400, "malformed_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "executor|{\"executor\":3}",
        "executor|{\"executor\":\"\"}",
        "parameters|{\"parameters\":[]}",
        "parameters|{\"parameters\":\"x\"}",
        "demands|{\"demands\":7}",
        "demands.hostname|{\"demands\":{\"hostname\":1}}",
        "demands.project_dir|{\"demands\":{\"project_dir\":{}}}",
        "demands.tags|{\"demands\":{\"tags\":\"x\"}}",
        "demands.tags|{\"demands\":{\"tags\":[1]}}",
        "timeout_seconds|{\"timeout_seconds\":\"3\"}",
        "timeout_seconds|{\"timeout_seconds\":0}",
        "timeout_seconds|{\"timeout_seconds\":-1}",
        "timeout_seconds|{\"timeout_seconds\":1.5}",
        "timeout_seconds|{\"timeout_seconds\":true}",
        "timeout_seconds|{\"timeout_seconds\":99999999999999999999}",
        "project_dir|{\"project_dir\":1}",
        "type|{\"type\":[]}",
        "agent_name|{\"agent_name\":false}",
      })
  void aFieldOfARunThatIsWrongIsNamed(String field, String body) {
    Answer answer = service.post("/runs", body);
    refused(answer, 422, "invalid_field");
    assertThat(answer.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "execturo|'executor'|{\"execturo\":\"shell\"}",
        "tags|'demands.tags'|{\"tags\":[\"gpu\"]}",
        "demands.tag|'demands.tags'|{\"demands\":{\"tag\":[\"gpu\"]}}",
        "demands.executor|'executor'|{\"demands\":{\"executor\":\"echo\"}}",
        "priority|known are|{\"priority\":null}",
      })
  void aFieldOfARunThatIsNotKnownIsRefusedWithASuggestion(
      String field, String suggestion, String body) {
    Answer answer = service.post("/runs", body);
    refused(answer, 422, "invalid_field");
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.json().path("error").path("message").asString("")).contains(suggestion);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parameters|{\"parameters\":{\"x\":1e-2147483648}}",
        "parameters|{\"executor\":\"echo\",\"parameters\":{\"x\":[1,1E2147483648]}}",
        "timeout_seconds|{\"timeout_seconds\":1E99999999999}",
      })
  void aNumberWithAHugeExponentIsRefusedAndNotAFailure(String field, String body) {
    Answer answer = service.post("/runs", body);
    refused(answer, 422, "invalid_field");
    assertThat(answer.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "lnch_%00", "%F0%9F%98%80"})
  void aRunnerIdThatNoRunnerHasIsUnknownAndNotAFailure(String id) {
    refused(service.get("/runner/runs?runner_id=" + id), 401, "runner_unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hostname|{\"project_dir\":\"/p\"}",
        "project_dir|{\"hostname\":\"h\"}",
        "hostname|{\"hostname\":1,\"project_dir\":\"/p\"}",
        "executor_profile|{\"hostname\":\"h\",\"project_dir\":\"/p\",\"executor_profile\":1}",
        "executors|{\"hostname\":\"h\",\"project_dir\":\"/p\",\"executors\":\"echo\"}",
        "tags|{\"hostname\":\"h\",\"project_dir\":\"/p\",\"tags\":{}}",
        "instance_id|{\"hostname\":\"h\",\"project_dir\":\"/p\",\"instance_id\":1}",
      })
  void aFieldOfARegistrationThatIsWrongIsNamed(String field, String body) {
    int before = service.get("/runners").json().path("runners").size();
    Answer answer = service.post("/runner/register", body);
    refused(answer, 422, "invalid_field");
    assertThat(answer.field()).isEqualTo(field);
    assertThat(service.get("/runners").json().path("runners").size()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status|/runs?status=nonsense",
        "status|/runs?status=PENDING",
        "limit|/runs?limit=0",
        "limit|/runs?limit=-1",
        "limit|/runs?limit=many",
        "limit|/runs?limit=99999999999999999999",
        "after|/runs?after=x",
        "after|/runs?after=-4",
        "runner_id|/runner/runs",
        "runner_id|/runner/runs?runner_id="
      })
  void nonsenseInTheQueryIsNamed(String fieldAndPath) {
    String[] parts = fieldAndPath.split("\\|");
    Answer answer = service.get(parts[1]);
    refused(answer, 422, "invalid_field");
    assertThat(answer.field()).isEqualTo(parts[0]);
  }

  @Test
  void aReportWithoutARunnerNamesTheField() {
    for (String path :
        new String[] {
          "/runner/heartbeat",
          "/runner/runs/run_0/started",
          "/runner/runs/run_0/completed",
          "/runner/runs/run_0/failed",
          "/runner/runs/run_0/stopped"
        }) {
      Answer answer = service.post(path, "{}");
      refused(answer, 422, "invalid_field");
      assertThat(answer.field()).isEqualTo("runner_id");
    }
  }

  @Test
  void whoIsUnknownIsToldSo() {
    refused(service.poll("lnch_000000000000"), 401, "runner_unknown");
    refused(service.post("/runner/heartbeat", "{\"runner_id\":\"x\"}"), 401, "runner_unknown");
    refused(service.report("run_0", "started", "x"), 401, "runner_unknown");
    refused(service.delete("/runners/x"), 404, "runner_not_found");
    refused(service.get("/runs/run_0"), 404, "run_not_found");
    refused(service.post("/runs/run_0/stop", ""), 404, "run_not_found");
    refused(service.get("/nothing"), 404, "not_found");
    refused(service.post("/runs/a/b/c", ""), 404, "not_found");
    String runner = service.register("h");
    refused(service.report("run_0", "started", runner), 404, "run_not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/runs,'GET, HEAD, POST'",
    "PATCH,/runs/x,'GET, HEAD'",
    "DELETE,/runs/x,'GET, HEAD'",
    "GET,/runs/x/stop,POST",
    "OPTIONS,/runs,'GET, HEAD, POST'",
    "POST,/runner/runs,GET",
    "HEAD,/runner/register,POST",
    "GET,/runner/register,POST",
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
    Answer answer = service.send(method, path, null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(405);
    assertThat(answer.raw().headers().firstValue("Allow")).contains(allow);
    if (!method.equals("HEAD")) {
      assertThat(answer.code()).isEqualTo("method_not_allowed");
    }
  }

  @Test
  void aHeadIsAGetWithoutABody() {
    assertThat(service.send("HEAD", "/health", null).status()).isEqualTo(200);
    assertThat(service.send("HEAD", "/runs", null).body()).isEmpty();
    assertThat(service.send("HEAD", "/runs/x", null).status()).isEqualTo(404);
  }

  @Test
  void anUnknownMethodOfNowhereIsNotFound() {
    refused(service.send("BREW", "/coffee", null), 404, "not_found");
  }

  @Test
  void theMethodCannotBeOverridden() {
    String runner = service.register("h");
    refused(
        service.post("/runners/" + runner, "", "X-HTTP-Method-Override", "DELETE"),
        405,
        "method_not_allowed");
    assertThat(service.get("/runners").body()).contains(runner);
  }

  @Test
  void aBodyOfTwoMegabytesIsTooLarge() throws Exception {
    byte[] big =
        ("{\"parameters\":{\"a\":\"" + "x".repeat(2 << 20) + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    refused(service.send("POST", "/runs", big), 413, "too_large");
    refused(service.send("POST", "/runs/run_0/stop", big), 413, "too_large");
    refused(service.send("POST", "/nothing", big), 404, "not_found");
    refused(service.send("PUT", "/runs", big), 405, "method_not_allowed");
  }

  @Test
  void aChunkedBodyOfSevenMegabytesIsTooLargeAndTheAnswerCanBeRead() throws Exception {
    String head = "POST /runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    StringBuilder request = new StringBuilder(head);
    for (int i = 0; i < 7; i++) {
      request.append("100000\r\n").append("x".repeat(1 << 20)).append("\r\n");
    }
    request.append("0\r\n\r\n");
    assertThat(service.raw(request.toString())).startsWith("HTTP/1.1 413 ").contains("too_large");
  }

  @Test
  void whoAsksBeforeSendingTooMuchIsAnswered() throws Exception {
    String head =
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\nExpect: 100-continue\r\n\r\n";
    assertThat(service.raw(head + "x".repeat(2 << 20))).contains(" 413 ").contains("too_large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /runs HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "POST /runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /runs/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs/a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs/%FF HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs?status=%FF HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs?status=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void whatIsNotHttpIsABadRequest(String request) throws Exception {
    assertThat(service.raw(request)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
  }

  @Test
  void anOverlongAddressOrHeaderIsABadRequest() throws Exception {
    String uri = "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(service.raw(uri)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
    String header =
        "GET /runs HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n";
    assertThat(service.raw(header)).startsWith("HTTP/1.1 400 ").contains("\"bad_request\"");
  }

  @Test
  void anEscapedSpaceInAPathIsRead() {
    refused(service.get("/runs/a%20b"), 404, "run_not_found");
  }
}
