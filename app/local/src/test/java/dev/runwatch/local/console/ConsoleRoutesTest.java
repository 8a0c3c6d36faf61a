/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.evaluation.AlarmStatus;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.Samples;
import dev.runwatch.emulator.notifications.Mail;
import dev.runwatch.testing.Repository;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every route of the console, against fixed data. */
final class ConsoleRoutesTest {

  private static final Map<String, String> LOCAL = Map.of("Environment", "local");

  private final ConsoleFixture fixture = new ConsoleFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void metricsAreListedExactlyAsTheyWerePublished() throws Exception {
    fixture.store.put(
        new MetricKey("Runwatch", "b", LOCAL, "Count"), ConsoleFixture.NOW, Samples.of(1));
    fixture.store.put(
        new MetricKey("Runwatch", "a", LOCAL, "Seconds"), ConsoleFixture.NOW, Samples.of(1));
    assertThat(fixture.get("/api/metrics"))
        .isEqualTo(
            ConsoleFixture.JSON.readTree(
                """
                {"namespace": "Runwatch", "minute_seconds": 2, "metrics": [
                  {"name": "a", "dimensions": {"Environment": "local"}, "unit": "Seconds"},
                  {"name": "b", "dimensions": {"Environment": "local"}, "unit": "Count"}]}
                """));
  }

  @Test
  void pointsAreOldestFirstWithNullWhereDataMiss() throws Exception {
    MetricKey key = new MetricKey("Runwatch", "runs_created_total", LOCAL, "Count");
    fixture.store.put(key, ConsoleFixture.NOW.minusSeconds(5), Samples.of(2));
    fixture.store.put(key, ConsoleFixture.NOW.minusSeconds(1), Samples.of(4));
    fixture.store.put(key, ConsoleFixture.NOW, Samples.of(100));
    assertThat(fixture.get("/api/metrics/runs_created_total?stat=Sum&minutes=3"))
        .isEqualTo(
            ConsoleFixture.JSON.readTree(
                """
                {"name": "runs_created_total", "stat": "Sum", "period_seconds": 2, "points": [
                  {"t": "2026-03-01T10:04:54.000Z", "v": null},
                  {"t": "2026-03-01T10:04:56.000Z", "v": 2.0},
                  {"t": "2026-03-01T10:04:58.000Z", "v": null}]}
                """));
  }

  @Test
  void withoutParametersPointsAreThirtyMinutesOfTheCataloguesStatistic() throws Exception {
    fixture.store.put(
        new MetricKey("Runwatch", "runs_pending_count", LOCAL, "Count"),
        ConsoleFixture.NOW.minusSeconds(2),
        new Samples(List.of(3.0, 7.0), List.of(1.0, 1.0), null));
    JsonNode body = fixture.get("/api/metrics/runs_pending_count");
    assertThat(body.path("stat").asString("")).isEqualTo("Maximum");
    assertThat(body.path("points")).hasSize(30);
    assertThat(body.path("points").path(29).path("v").asDouble(0)).isEqualTo(7);
  }

  @Test
  void dimensionsSelectTheMetric() throws Exception {
    Map<String, String> route = Map.of("Environment", "local", "Route", "GET /runs");
    MetricKey key = new MetricKey("Runwatch", "request_latency_seconds", route, "Seconds");
    fixture.store.put(key, ConsoleFixture.NOW.minusSeconds(2), Samples.of(0.5));
    String all = "/api/metrics/request_latency_seconds?stat=p99&minutes=1";
    assertThat(fixture.get(all).path("points").path(0).path("v").isNull()).isTrue();
    assertThat(
            fixture
                .get(all + "&dimensions=Environment=local,Route=GET%20/runs")
                .path("points")
                .path(0)
                .path("v")
                .asDouble(0))
        .isEqualTo(0.5);
  }

  @Test
  void aMetricOutsideTheCatalogueIsShownOnceItIsPublished() throws Exception {
    assertThat(fixture.send("GET", "/api/metrics/own_metric").statusCode()).isEqualTo(404);
    fixture.store.put(
        new MetricKey("Runwatch", "own_metric", LOCAL, "None"), ConsoleFixture.NOW, Samples.of(1));
    assertThat(fixture.get("/api/metrics/own_metric").path("stat").asString("")).isEqualTo("Sum");
  }

  @Test
  void alarmsHaveTheirStateReasonAndHistory() throws Exception {
    AlarmDefinition definition = definition("queue-backing-up");
    StateTransition change =
        new StateTransition(
            "queue-backing-up",
            Severity.MEDIUM,
            ConsoleFixture.NOW,
            AlarmState.OK,
            AlarmState.ALARM,
            "8 of 10 points were above",
            true);
    fixture.alarms.add(
        new AlarmSnapshot(
            definition,
            new AlarmStatus(
                AlarmState.ALARM, ConsoleFixture.NOW, "8 of 10 points were above", false),
            List.of(change)));
    assertThat(fixture.get("/api/alarms"))
        .isEqualTo(
            ConsoleFixture.JSON.readTree(
                """
                {"alarms": [{"name": "queue-backing-up",
                  "cloudwatch_name": "runwatch-local-queue-backing-up", "severity": "medium", "state": "ALARM",
                  "since": "2026-03-01T10:05:01.000Z", "reason": "8 of 10 points were above",
                  "summary": "%s", "muted_until": null,
                  "history": [{"at": "2026-03-01T10:05:01.000Z", "from": "OK", "to": "ALARM",
                    "reason": "8 of 10 points were above"}]}]}
                """
                    .formatted(definition.summary())));
  }

  @Test
  void mailsAreShownOldestFirst() throws Exception {
    fixture.mails.add(
        new Mail(ConsoleFixture.NOW, "high", List.of("a@b", "c@d"), "first", "body\nof two lines"));
    fixture.mails.add(
        new Mail(ConsoleFixture.NOW.plusMillis(1), "critical", List.of("a@b"), "second", ""));
    assertThat(fixture.get("/api/mails"))
        .isEqualTo(
            ConsoleFixture.JSON.readTree(
                """
                {"mails": [
                  {"at": "2026-03-01T10:05:01.000Z", "topic": "high", "to": ["a@b", "c@d"],
                   "subject": "first", "body": "body\\nof two lines", "message": ""},
                  {"at": "2026-03-01T10:05:01.001Z", "topic": "critical", "to": ["a@b"],
                   "subject": "second", "body": "", "message": ""}]}
                """));
  }

  @Test
  void alarmsAreMutedForATimeAndUnmuted() throws Exception {
    assertThat(fixture.send("POST", "/api/mute/queue?for=30m").statusCode()).isEqualTo(202);
    assertThat(fixture.send("POST", "/api/mute/all?for=1h").statusCode()).isEqualTo(202);
    assertThat(fixture.send("POST", "/api/unmute/queue").statusCode()).isEqualTo(202);
    assertThat(fixture.send("POST", "/api/mute/queue?for=soon").statusCode()).isEqualTo(422);
    assertThat(fixture.send("POST", "/api/mute/queue").statusCode()).isEqualTo(422);
    assertThat(fixture.send("POST", "/api/mute/nobody?for=1h").statusCode()).isEqualTo(404);
    assertThat(fixture.begun).containsExactly("mute queue PT30M", "mute all PT1H", "unmute queue");
  }

  @Test
  void theDashboardIsServedAsItIs() throws Exception {
    assertThat(fixture.get("/api/dashboard"))
        .isEqualTo(ConsoleFixture.JSON.readTree(ConsoleFixture.DASHBOARD));
  }

  @Test
  void aDrillBeginsAndIsAccepted() throws Exception {
    HttpResponse<String> response = fixture.send("POST", "/api/drills/fail-runs");
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"drill\":\"fail-runs\"}");
    assertThat(fixture.begun).containsExactly("fail-runs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minutes=1", "minutes=1440", "stat=p0", "stat=p100", "stat=p99.9"})
  void anAllowedParameterIsTaken(String query) throws Exception {
    assertThat(fixture.send("GET", "/api/metrics/runs_created_total?" + query).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/metrics", "/api/alarms", "/api/mails", "/api/dashboard"})
  void headAnswersLikeGetWithoutABody(String path) throws Exception {
    HttpResponse<String> response = fixture.send("HEAD", path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void thePageRunsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = fixture.send("GET", "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body()).contains("<html").doesNotContain("src=\"http");
  }

  @Test
  void thePageOfARunnerIsPrometheusText() throws Exception {
    HttpResponse<String> page = fixture.send("GET", "/metrics/runners/local");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body()).isEqualTo("up 1\n");
  }

  @Test
  void anotherRunnerHasNoPage() throws Exception {
    HttpResponse<String> page = fixture.send("GET", "/metrics/runners/another");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("not_found", "no runner of that name");
  }

  @Test
  void manyRequestsAreAnsweredAtOnce() {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(fixture.console.uri().resolve("/api/metrics")).build();
    List<CompletableFuture<HttpResponse<String>>> responses =
        IntStream.range(0, 40)
            .mapToObj(i -> http.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    assertThat(responses).extracting(it -> it.join().statusCode()).containsOnly(200);
  }

  private static AlarmDefinition definition(String name) {
    return DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
