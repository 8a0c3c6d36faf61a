/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what at a coordinator with tokens, and what a web page may do at any. */
abstract class AccessContract extends ContractTest {

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  static Path folder;

  @Override
  CoordinatorSettings settings() throws Exception {
    return CoordinatorSettings.shortPolls().withTokens(tokens());
  }

  /** In these tests a token is its role and its name. */
  private static Path tokens() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    String lines =
        Stream.of("client-a", "client-b", "runner-a", "runner-b", "metrics-a", "admin-a")
            .map(
                secret ->
                    secret.replaceFirst("-.*", "")
                        + " "
                        + secret
                        + " "
                        + HexFormat.of()
                            .formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8))))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("tokens"), lines);
  }

  @Override
  ApiClient admin() {
    return client.with("admin-a");
  }

  private Answer send(String method, String path, @Nullable String body, String secret) {
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    return client.with(secret).send(method, path, bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /runs, client",
    "GET, /runs, client runner",
    "GET, /runs/run_0, client runner",
    "POST, /runs/run_0/stop, client",
    "POST, /runner/register, runner",
    "GET, /runner/runs?runner_id=lnch_0, runner",
    "POST, /runner/heartbeat, runner",
    "POST, /runner/runs/run_0/started, runner",
    "POST, /runner/runs/run_0/completed, runner",
    "POST, /runner/runs/run_0/failed, runner",
    "POST, /runner/runs/run_0/stopped, runner",
    "POST, /runner/runs/run_0/returned, runner",
    "GET, /runners, ''",
    "DELETE, /runners/lnch_0, runner",
    "GET, /metrics, metrics",
    "HEAD, /metrics, metrics",
    "HEAD, /runs, client runner",
  })
  void aRouteIsForItsRolesOnly(String method, String path, String roles) {
    String body = method.equals("POST") ? "{\"executor\":7}" : null;
    for (String secret : new String[] {"", "wrong", "client-"}) {
      Answer answer = send(method, path, body, secret).is(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      if (!method.equals("HEAD")) {
        answer.isError(401, "unauthenticated");
      }
    }
    for (String role : new String[] {"client", "runner", "metrics", "admin"}) {
      Answer answer = send(method, path, body, role + "-a");
      if (role.equals("admin") || roles.contains(role)) {
        // 401 would be of a runner that is not registered.
        assertThat(answer.status()).as(role).isNotEqualTo(403);
        assertThat(answer.code()).as(role).isNotEqualTo("unauthenticated");
      } else {
        assertThat(answer.status()).as(role).isEqualTo(403);
      }
    }
  }

  @Test
  void anEventStreamIsForClients() throws Exception {
    for (String secret : new String[] {"", "runner-a", "metrics-a"}) {
      assertThat(send("GET", "/sse/runs", null, secret).status()).isIn(401, 403);
    }
    try (Socket stream = client.with("client-a").ask("/sse/runs")) {
      assertThat(ApiClient.read(stream, "event: init")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void healthNeedsNoToken() {
    client.get("/health").is(200);
    client.get("/health/ready").is(200);
  }

  @Test
  void whoHasNoTokenCannotFindOutWhichPathsExist() {
    for (String path : new String[] {"/nothing", "/runs/a/b/c", "/runs", "/health"}) {
      client.send("PUT", path, null).isError(401, "unauthenticated");
      client.with("wrong").send("PUT", path, null).isError(401, "unauthenticated");
    }
    client.with("metrics-a").get("/nothing").isError(404, "not_found");
    client.with("metrics-a").send("PUT", "/runs", null).isError(405, "method_not_allowed");
  }

  @Test
  void theDocumentOfTheInterfaceIsForEveryRole() {
    client.get("/openapi.json").isError(401, "unauthenticated");
    for (String role : new String[] {"client", "runner", "metrics", "admin"}) {
      client.with(role + "-a").get("/openapi.json").is(200);
    }
  }

  @Test
  void anotherNameCannotTakeARunnerOver() {
    ApiClient a = client.with("runner-a");
    ApiClient b = client.with("runner-b");
    ApiClient user = client.with("client-a");
    String runner = a.register("victim", "\"instance_id\":\"1\"");
    String run = user.newRun("{}");
    await().until(() -> a.poll(runner).run().equals(run));
    String identity = "{\"hostname\":\"victim\",\"project_dir\":\"/p\",\"instance_id\":\"2\"}";
    b.post("/runner/register", identity).isError(403, "forbidden");
    admin().post("/runner/register", identity).isError(403, "forbidden");
    b.poll(runner).isError(403, "forbidden");
    b.heartbeat(runner).isError(403, "forbidden");
    b.report(run, "failed", runner).isError(403, "forbidden");
    b.delete("/runners/" + runner).isError(403, "forbidden");
    assertThat(a.status(run)).isEqualTo("claimed");
    b.get("/runs/" + run).isError(403, "forbidden");
    assertThat(a.get("/runs").body()).contains(run);
    assertThat(b.get("/runs").body()).doesNotContain(run);
    assertThat(client.with("client-b").get("/runs").body()).contains(run);
    a.report(run, "started", runner).is(200);
    admin().delete("/runners/" + runner).is(200);
    b.register("victim", "\"instance_id\":\"1\"");
  }

  @Test
  void aRunnerOfTheTimeBeforeTokensBelongsToTheFirstNameThatUsesIt() throws Exception {
    String name = store + "before";
    String runner;
    try (CoordinatorBinding.Running before =
        binding().start(name, CoordinatorSettings.shortPolls())) {
      runner = new ApiClient(before.uri()).register("old");
    }
    try (CoordinatorBinding.Running after = binding().start(name, settings())) {
      ApiClient its = new ApiClient(after.uri());
      its.with("runner-a").poll(runner).is(204);
      its.with("runner-b").poll(runner).isError(403, "forbidden");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Host: evil.example"
      })
  void aWebPageCannotCreateARun(String header) throws Exception {
    int before = runs("").size();
    String host = header.startsWith("Host") ? "" : "Host: localhost\r\n";
    String request =
        "POST /runs HTTP/1.1\r\nAuthorization: Bearer client-a\r\n"
            + host
            + header
            + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(client.raw(request)).startsWith("HTTP/1.1 403").contains("\"forbidden\"");
    assertThat(runs("").size()).isEqualTo(before);
    client
        .with("client-a")
        .post("/runs", "{}", "Content-Type", "application/x-www-form-urlencoded")
        .is(201);
  }
}
