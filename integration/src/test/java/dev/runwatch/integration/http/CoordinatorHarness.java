/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.integration.Coordinators;
import dev.runwatch.integration.Http;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real coordinator on a port of its own, one for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CoordinatorHarness {

  Coordinator coordinator;
  Http http;

  @BeforeAll
  void open(@TempDir Path dir) throws Exception {
    coordinator = Coordinators.start(dir.resolve("runs.db"), 0);
    http = new Http(coordinator.uri());
  }

  @AfterAll
  void close() {
    coordinator.close();
  }

  /** Each test begins with nobody there and nothing to do. */
  @BeforeEach
  void clean() {
    http.get("/runners")
        .body()
        .path("runners")
        .forEach(runner -> http.delete("/runners/" + runner.path("runner_id").asString()));
    http.get("/runs?status=pending&limit=100")
        .body()
        .path("runs")
        .forEach(run -> http.post("/runs/" + run.path("run_id").asString() + "/stop", ""));
  }

  /** Registers a runner that executes {@code echo}; returns its id. */
  String runner(String name, String instance) {
    Http.Answer answer =
        http.post(
            "/runner/register",
            ("{\"hostname\":\"h\",\"project_dir\":\"/p\",\"executor_profile\":\"%s\","
                    + "\"executors\":[\"echo\"],\"instance_id\":\"%s\"}")
                .formatted(name, instance));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.text("runner_id");
  }

  String post() {
    Http.Answer answer = http.post("/runs", "{}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.text("run_id");
  }

  Http.Answer poll(String runner) {
    return http.get("/runner/runs?runner_id=" + runner);
  }

  /** Posts a run and has this runner claim it. */
  String claimed(String runner) {
    String run = post();
    Http.Answer answer = poll(runner);
    assertThat(answer.body().path("run").path("run_id").asString(""))
        .as(answer.toString())
        .isEqualTo(run);
    return run;
  }

  Http.Answer report(String run, String kind, String runner, String more) {
    return http.post(
        "/runner/runs/" + run + "/" + kind, "{\"runner_id\":\"" + runner + "\"" + more + "}");
  }

  String status(String run) {
    return http.get("/runs/" + run).text("status");
  }

  static void assertError(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.body().path("error").path("message").asString(""))
        .as(answer.toString())
        .isNotBlank();
    assertThat(answer.header("content-type")).startsWith("application/json");
  }

  static void assertInvalid(Http.Answer answer, String field) {
    assertError(answer, 422, "invalid_field");
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
