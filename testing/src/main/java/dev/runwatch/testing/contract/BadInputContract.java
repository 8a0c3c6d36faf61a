/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends in a body or a query, it gets the promised error and changes nothing. */
abstract class BadInputContract extends ContractTest {

  /** How many runs there were before a test, and how many it has created itself. */
  private int before;

  private int created;

  @BeforeEach
  void count() {
    before = runs("").size();
    created = 0;
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(runs("").size()).isEqualTo(before + created);
    client.get("/health").is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{\"a\":1,}",
        "{\"executor\":}",
        "{'a':1}",
        "{\"parameters\":{\"a\":NaN}}",
        "nope",
        "\u0000",
        "[]",
        "\"x\"",
        "3",
        "null",
        "true",
        "{} {}",
        "{\"executor\":\"echo\"} x"
      })
  void aBodyThatIsNoJsonObjectIsMalformed(String body) {
    client.post("/runs", body).isError(400, "malformed_json");
    client.post("/runner/register", body).isError(400, "malformed_json");
    client.post("/runner/heartbeat", body).isError(400, "malformed_json");
    client.post("/runner/runs/run_0/started", body).isError(400, "malformed_json");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0xc0})
  void bytesThatAreNotUtf8AreMalformed(int wrong) {
    byte[] body = "{\"executor\":\"#\"}".getBytes(StandardCharsets.UTF_8);
    body[13] = (byte) wrong;
    client.send("POST", "/runs", body).isError(400, "malformed_json");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 5_000, 100_000})
  void aBodyNestedTooDeepIsMalformed(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);
    client.post("/runs", "{\"parameters\":{\"a\":" + deep + "}}").isError(400, "malformed_json");
    client.post("/runs", "{\"type\":" + deep + "}").isError(400, "malformed_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          executor            | {"executor":3}
          executor            | {"executor":""}
          executor            | {"executor":["echo"]}
          parameters          | {"parameters":[]}
          parameters          | {"parameters":"x"}
          demands             | {"demands":7}
          demands             | {"demands":[]}
          demands.hostname    | {"demands":{"hostname":1}}
          demands.project_dir | {"demands":{"project_dir":{}}}
          demands.tags        | {"demands":{"tags":"x"}}
          demands.tags        | {"demands":{"tags":[1]}}
          demands.tags        | {"demands":{"tags":{}}}
          timeout_seconds     | {"timeout_seconds":"3"}
          timeout_seconds     | {"timeout_seconds":0}
          timeout_seconds     | {"timeout_seconds":-1}
          timeout_seconds     | {"timeout_seconds":1.5}
          timeout_seconds     | {"timeout_seconds":1e300}
          timeout_seconds     | {"timeout_seconds":true}
          timeout_seconds     | {"timeout_seconds":99999999999999999999}
          max_executions      | {"max_executions":0}
          max_executions      | {"max_executions":"1"}
          project_dir         | {"project_dir":1}
          type                | {"type":[]}
          agent_name          | {"agent_name":false}
          """)
  void aFieldOfARunThatIsWrongIsNamed(String field, String body) {
    client.post("/runs", body).isInvalid(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          execturo         | 'executor'     | {"execturo":"shell"}
          tags             | 'demands.tags' | {"tags":["gpu"]}
          demands.tag      | 'demands.tags' | {"demands":{"tag":["gpu"]}}
          demands.executor | 'executor'     | {"demands":{"executor":"echo"}}
          priority         | known are      | {"priority":null}
          """)
  void aFieldOfARunThatIsNotKnownIsRefusedWithASuggestion(
      String field, String suggestion, String body) {
    Answer answer = client.post("/runs", body).isInvalid(field);
    assertThat(answer.json().path("error").path("message").asString("")).contains(suggestion);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parameters      | {"parameters":{"x":1e-2147483648}}
          parameters      | {"executor":"echo","parameters":{"x":[1,1E2147483648]}}
          timeout_seconds | {"timeout_seconds":1E99999999999}
          """)
  void aNumberWithAHugeExponentIsRefusedAndNotAFailure(String field, String body) {
    client.post("/runs", body).isInvalid(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hostname         | {"project_dir":"/p"}
          project_dir      | {"hostname":"h"}
          hostname         | {"hostname":1,"project_dir":"/p"}
          hostname         | {"hostname":"","project_dir":"/p"}
          project_dir      | {"hostname":"h","project_dir":[]}
          executor_profile | {"hostname":"h","project_dir":"/p","executor_profile":1}
          executors        | {"hostname":"h","project_dir":"/p","executors":"echo"}
          executors        | {"hostname":"h","project_dir":"/p","executors":[1]}
          tags             | {"hostname":"h","project_dir":"/p","tags":{}}
          tags             | {"hostname":"h","project_dir":"/p","tags":[null]}
          max_runs         | {"hostname":"h","project_dir":"/p","max_runs":0}
          max_runs         | {"hostname":"h","project_dir":"/p","max_runs":"4"}
          instance_id      | {"hostname":"h","project_dir":"/p","instance_id":7}
          """)
  void aFieldOfARegistrationThatIsWrongIsNamed(String field, String body) {
    client.post("/runner/register", body).isInvalid(field);
    assertThat(runners()).isEmpty();
  }

  @Test
  void aFieldOfAReportThatIsWrongIsNamed() {
    String runner = client.register("h");
    String run = claimed(runner);
    created = 1;
    for (String kind : new String[] {"started", "completed", "failed", "stopped", "returned"}) {
      String path = "/runner/runs/" + run + "/" + kind;
      client.post(path, "{}").isInvalid("runner_id");
      client.post(path, "{\"runner_id\":5}").isInvalid("runner_id");
    }
    client.report(run, "returned", runner, "").isInvalid("reason");
    client.report(run, "failed", runner, "").isInvalid("error");
    client.report(run, "failed", runner, "\"error\":5").isInvalid("error");
    client.report(run, "completed", runner, "\"output\":{}").isInvalid("output");
    client.report(run, "stopped", runner, "\"signal\":9").isInvalid("signal");
    client.report(run, "completed", runner, "\"instance_id\":9").isInvalid("instance_id");
    client.post("/runner/heartbeat", "{}").isInvalid("runner_id");
    assertThat(client.status(run)).isEqualTo("claimed");
  }

  @ParameterizedTest
  @CsvSource({
    "status, /runs?status=nonsense",
    "status, /runs?status=PENDING",
    "limit, /runs?limit=0",
    "limit, /runs?limit=-1",
    "limit, /runs?limit=many",
    "limit, /runs?limit=99999999999999999999",
    "after, /runs?after=x",
    "after, /runs?after=-4",
    "fields, /runs?fields=error",
    "runner_id, /runner/runs",
    "runner_id, /runner/runs?runner_id="
  })
  void nonsenseInTheQueryIsNamed(String field, String path) {
    client.get(path).isInvalid(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lnch_000000000000", "x", "%00", "lnch_%00", "%F0%9F%98%80"})
  void aPollOfARunnerThatIsNotRegisteredIsToldSo(String id) {
    client.get("/runner/runs?runner_id=" + id).isError(401, "runner_unknown");
  }

  @Test
  void aRunnerThatIsNotRegisteredChangesNothing() {
    String run = client.newRun("{}");
    created = 1;
    client.heartbeat("x").isError(401, "runner_unknown");
    client.report(run, "started", "x").isError(401, "runner_unknown");
    client.report("run_0", "started", "x").isError(401, "runner_unknown");
    client.delete("/runners/x").isError(404, "runner_not_found");
    assertThat(client.status(run)).isEqualTo("pending");
  }

  @Test
  void aRunThatDoesNotExistIsNotFound() {
    String runner = client.register("h");
    for (String run : new String[] {"run_000000000000", "nonsense", "a%20b"}) {
      client.get("/runs/" + run).isError(404, "run_not_found");
      client.stop(run).isError(404, "run_not_found");
      for (String kind : new String[] {"started", "completed", "failed", "stopped", "returned"}) {
        client
            .report(run, kind, runner, "\"error\":\"e\"", "\"reason\":\"r\"")
            .isError(404, "run_not_found");
      }
    }
  }

  @Test
  void aBodyOfOneMegabyteIsTaken() {
    String body = "{\"parameters\":{\"a\":\"" + "x".repeat(1024 * 1024 - 23) + "\"}}";
    assertThat(body).hasSize(1024 * 1024);
    client.post("/runs", body).is(201);
    created = 1;
  }
}
