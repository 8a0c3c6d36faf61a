/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the console refuses, and how. */
final class ConsoleRefusalsTest {

  private final ConsoleFixture fixture = new ConsoleFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anUnknownDrillIsRefusedWithTheKnownOnes() throws Exception {
    HttpResponse<String> response = fixture.send("POST", "/api/drills/x");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("fail-runs, runners-stop");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/metrics/nonsense, 404, not_found, ''",
    "/api/metrics/, 404, not_found, ''",
    "/api/metrics/runs_created_total?stat=Median, 422, invalid_field, stat",
    "/api/metrics/runs_created_total?stat=tm99, 422, invalid_field, stat",
    "/api/metrics/runs_created_total?stat=p101, 422, invalid_field, stat",
    "/api/metrics/runs_created_total?minutes=0, 422, invalid_field, minutes",
    "/api/metrics/runs_created_total?minutes=1441, 422, invalid_field, minutes",
    "/api/metrics/runs_created_total?minutes=x, 422, invalid_field, minutes",
    "/api/metrics/runs_created_total?minutes, 422, invalid_field, minutes",
    "/api/metrics/runs_created_total?dimensions=x, 422, invalid_field, dimensions",
    "/api/metrics/runs_created_total?dimensions=x=, 422, invalid_field, dimensions",
    "/api/metrics/runs_created_total?dimensions==x, 422, invalid_field, dimensions",
    "/api/nothing, 404, not_found, ''",
    "/api/drills/, 404, not_found, ''",
    "/page.html, 404, not_found, ''",
  })
  void aWrongRequestGetsItsCodeAndItsField(String path, int status, String code, String field)
      throws Exception {
    HttpResponse<String> response = fixture.send("GET", path);
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = ConsoleFixture.JSON.readTree(response.body()).path("error");
    assertThat(error.path("code").asString("")).isEqualTo(code);
    assertThat(error.path("message").asString("")).isNotEmpty();
    assertThat(error.path("field").asString("")).isEqualTo(field);
    assertThat(error.has("field")).isEqualTo(!field.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, 'GET, HEAD'",
    "DELETE, /api/metrics, 'GET, HEAD'",
    "PUT, /api/metrics/runs_created_total, 'GET, HEAD'",
    "POST, /api/alarms, 'GET, HEAD'",
    "POST, /api/mails, 'GET, HEAD'",
    "POST, /api/dashboard, 'GET, HEAD'",
    "GET, /api/drills/fail-runs, POST",
    "HEAD, /api/drills/fail-runs, POST"
  })
  void aWrongMethodIsRefusedWithTheAllowedOnes(String method, String path, String allowed)
      throws Exception {
    HttpResponse<String> response = fixture.send(method, path);
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(fixture.begun).isEmpty();
  }

  @Test
  void aRouteThatFailsIsUnavailableAndTheConsoleGoesOn() throws Exception {
    fixture.broken = true;
    HttpResponse<String> response = fixture.send("GET", "/api/alarms");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("unavailable").doesNotContain("broken by the test");
    fixture.broken = false;
    assertThat(fixture.send("GET", "/api/alarms").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.com", "null", "https://127.0.0.1:PORT", "http://127.0.0.1:1"})
  void aPageOfAnotherOriginIsRefused(String origin) throws Exception {
    HttpResponse<String> response =
        fixture.send(
            "POST", "/api/drills/fail-runs", "Origin", origin.replace("PORT", "" + fixture.port()));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("forbidden");
    assertThat(fixture.begun).isEmpty();
  }

  @Test
  void aPageOfTheConsoleItselfIsAnswered() throws Exception {
    HttpResponse<String> response =
        fixture.send(
            "POST", "/api/drills/fail-runs", "Origin", "http://localhost:" + fixture.port());
    assertThat(response.statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, 200",
    "localhost:PORT, 200",
    "[::1]:PORT, 200",
    "127.0.0.1, 403",
    "localhost:1, 403",
    "evil.example:PORT, 403",
    "127.0.0.1.evil.example:PORT, 403"
  })
  void aHostOfAnotherNameIsRefused(String host, int status) throws Exception {
    String name = host.replace("PORT", "" + fixture.port());
    assertThat(fixture.raw("GET /api/alarms HTTP/1.1", "Host: " + name))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aBrokenEscapeIsABadRequest() throws Exception {
    String host = "Host: 127.0.0.1:" + fixture.port();
    assertThat(fixture.raw("GET /api/metrics/x?stat=%zz HTTP/1.1", host))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    int taken = fixture.port();
    assertThatThrownBy(() -> fixture.start(taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the console cannot listen on")
        .hasMessageContaining(":" + taken);
  }
}
