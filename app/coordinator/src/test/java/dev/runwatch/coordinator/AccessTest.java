/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.Service.Answer;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.access.Token;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what at a coordinator with tokens, and what a web page may do at any. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {

  @TempDir static Path folder;
  private Service service;

  @BeforeAll
  void start() throws Exception {
    String lines =
        Stream.of("client-a", "client-b", "runner-a", "runner-b", "metrics-a", "admin-a")
            .map(secret -> token(secret).line())
            .collect(Collectors.joining("\n"));
    Path tokens = Files.writeString(folder.resolve("tokens"), lines);
    service = Service.on(folder, config -> config.tokens(tokens));
  }

  /** In these tests a token is its role and its name. */
  private static Token token(String secret) {
    Role role = Role.ofWireName(secret.replaceFirst("-.*", "")).orElseThrow();
    return new Token(role, secret, Token.hash(secret));
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private Answer send(String method, String path, @Nullable String body, String secret) {
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    return secret.isEmpty()
        ? service.send(method, path, bytes)
        : service.send(method, path, bytes, "Authorization", "Bearer " + secret);
  }

  private String register(String host, String secret) {
    Answer answer =
        send(
            "POST",
            "/runner/register",
            "{\"hostname\":\"" + host + "\",\"project_dir\":\"/p\",\"instance_id\":\"1\"}",
            secret);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.text("runner_id");
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
    "GET, /runners, ''",
    "DELETE, /runners/lnch_0, runner",
    "GET, /metrics, metrics",
    "HEAD, /metrics, metrics",
    "HEAD, /runs, client runner",
  })
  void aRouteIsForItsRolesOnly(String method, String path, String roles) {
    String body = method.equals("POST") ? "{\"executor\":7}" : null;
    for (String secret : new String[] {"", "wrong", "client-"}) {
      Answer answer = send(method, path, body, secret);
      assertThat(answer.status()).as("token '%s'", secret).isEqualTo(401);
      assertThat(answer.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
      if (!method.equals("HEAD")) {
        assertThat(answer.code()).isEqualTo("unauthenticated");
      }
    }
    for (String role : new String[] {"client", "runner", "metrics", "admin"}) {
      int status = send(method, path, body, role + "-a").status();
      if (role.equals("admin") || roles.contains(role)) {
        // 401 would be of a runner that is not registered.
        assertThat(status).as(role).isNotEqualTo(403);
      } else {
        assertThat(status).as(role).isEqualTo(403);
      }
    }
  }

  @Test
  void anEventStreamIsForClients() throws Exception {
    for (String secret : new String[] {"", "runner-a", "metrics-a"}) {
      assertThat(send("GET", "/sse/runs", null, secret).status()).isIn(401, 403);
    }
    String request =
        "GET /sse/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer client-a\r\n\r\n";
    assertThat(service.raw(request.getBytes(StandardCharsets.US_ASCII), "event: init"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void healthNeedsNoToken() {
    assertThat(service.get("/health").status()).isEqualTo(200);
  }

  @Test
  void anotherNameCannotTakeARunnerOver() {
    String runner = register("victim", "runner-a");
    String run = send("POST", "/runs", "{}", "client-a").text("run_id");
    String id = "{\"runner_id\":\"" + runner + "\",\"error\":\"x\"";
    String poll = "/runner/runs?runner_id=" + runner;
    await().until(() -> send("GET", poll, null, "runner-a").body().contains(run));
    String identity = "{\"hostname\":\"victim\",\"project_dir\":\"/p\",\"instance_id\":\"2\"}";
    forbidden(send("POST", "/runner/register", identity, "runner-b"));
    forbidden(send("POST", "/runner/register", identity, "admin-a"));
    forbidden(send("GET", "/runner/runs?runner_id=" + runner, null, "runner-b"));
    forbidden(send("POST", "/runner/heartbeat", id + "}", "runner-b"));
    forbidden(send("POST", "/runner/runs/" + run + "/failed", id + "}", "runner-b"));
    forbidden(send("DELETE", "/runners/" + runner, null, "runner-b"));
    Answer seen = send("GET", "/runs/" + run, null, "runner-a");
    assertThat(seen.text("status")).isEqualTo("claimed");
    forbidden(send("GET", "/runs/" + run, null, "runner-b"));
    assertThat(send("GET", "/runs", null, "runner-a").body()).contains(run);
    assertThat(send("GET", "/runs", null, "runner-b").body()).doesNotContain(run);
    assertThat(send("GET", "/runs", null, "client-b").body()).contains(run);
    assertThat(send("POST", "/runner/runs/" + run + "/started", id + "}", "runner-a").status())
        .isEqualTo(200);
    assertThat(send("DELETE", "/runners/" + runner, null, "admin-a").status()).isEqualTo(200);
    register("victim", "runner-b");
  }

  private static void forbidden(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("forbidden");
  }

  @Test
  void aRunnerOfTheTimeBeforeTokensBelongsToTheFirstNameThatUsesIt(@TempDir Path other)
      throws Exception {
    String runner;
    try (Service before = Service.on(other)) {
      runner = before.register("old");
    }
    Path tokens = folder.resolve("tokens");
    try (Service after = Service.on(other, config -> config.tokens(tokens))) {
      String path = "/runner/runs?runner_id=" + runner;
      assertThat(after.send("GET", path, null, "Authorization", "Bearer runner-a").status())
          .isEqualTo(204);
      forbidden(after.send("GET", path, null, "Authorization", "Bearer runner-b"));
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
  void aWebPageCannotCreateARun(String header, @TempDir Path other) throws Exception {
    try (Service open = Service.on(other)) {
      String host = header.startsWith("Host") ? "" : "Host: localhost\r\n";
      String answer =
          open.raw(
              "POST /runs HTTP/1.1\r\n"
                  + host
                  + header
                  + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(answer).startsWith("HTTP/1.1 403").contains("\"forbidden\"");
      assertThat(open.get("/runs").json().path("runs").size()).isZero();
      assertThat(open.post("/runs", "{}", "Content-Type", "application/x-www-form-urlencoded"))
          .matches(it -> it.status() == 201);
    }
  }

  @Test
  void otherMachinesReachNoCoordinatorWithoutTokens(@TempDir Path other) throws Exception {
    CoordinatorConfig.Builder config =
        Service.config(other).listen(new InetSocketAddress("0.0.0.0", 0));
    assertThatThrownBy(() -> new Service(config.build()).close())
        .isInstanceOf(CoordinatorStartException.class)
        .matches(it -> ((CoordinatorStartException) it).isMisconfigured())
        .hasMessageContaining("--tokens");
    assertThat(other.resolve("runs.db")).doesNotExist();
    new Service(config.insecure(true).build()).close();
    new Service(config.insecure(false).tokens(folder.resolve("tokens")).build()).close();
  }
}
