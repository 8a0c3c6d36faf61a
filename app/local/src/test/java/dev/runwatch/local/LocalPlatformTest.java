/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole platform with minutes of a second, one after the other what happens in it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalPlatformTest {

  private static final Duration MINUTE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path folder;
  private static GreenMail smtp;
  private static LocalPlatform platform;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    platform =
        LocalPlatform.start(
            LocalConfig.builder(Repository.root())
                .port(0)
                .consolePort(0)
                .minute(MINUTE)
                .dataDir(folder)
                .smtp(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), smtp.getSmtp().getPort()))
                .build());
  }

  @AfterAll
  static void stop() {
    platform.close();
    smtp.stop();
  }

  @Test
  @Order(1)
  void aFirstStartPagesNobody() throws Exception {
    await().atMost(LONG).until(() -> states().equals(Set.of("OK")));
    assertThat(subjects()).isEmpty();
  }

  @Test
  @Order(2)
  void whatIsPublishedIsExactlyTheCatalogue() throws Exception {
    post(platform.coordinator(), "/runs", "{}");
    Set<String> expected = new TreeSet<>();
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      spec.dimensionSets().stream()
          .filter(set -> !set.contains(MetricCatalogue.REASON))
          .forEach(
              set ->
                  expected.add(
                      spec.name() + new TreeSet<>(set) + " " + spec.unit().cloudWatchName()));
    }
    await().atMost(LONG).untilAsserted(() -> assertThat(published()).isEqualTo(expected));
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "runners-stop, runners-start, no-online-runners, ALARM",
    "queue-flood, queue-drain, queue-backing-up, ALARM",
    "coordinator-stop, coordinator-start, coordinator-down, ALARM",
    "fail-runs, '', high-failure-rate, ALARM"
  })
  void aDrillTakesItsAlarmThereAndBackWithOneMailEach(
      String drill, String undo, String alarm, String bad) throws Exception {
    List<String> before = subjects();
    assertThat(post(platform.console(), "/api/drills/" + drill, "").statusCode()).isEqualTo(202);
    await().atMost(LONG).until(() -> state(alarm).equals(bad));
    if (!undo.isEmpty()) {
      post(platform.console(), "/api/drills/" + undo, "");
    }
    await().atMost(LONG).until(() -> state(alarm).equals("OK"));
    List<String> sent = new ArrayList<>(subjects());
    sent.subList(0, before.size()).clear();
    assertThat(sent)
        .containsExactly("ALARM: \"" + alarm + "\" in Local", "OK: \"" + alarm + "\" in Local");
  }

  @Test
  @Order(4)
  void mailsReallyGoOutAndTheSumsAreExact() throws Exception {
    await().atMost(LONG).until(() -> smtp.getReceivedMessages().length == subjects().size());
    JsonNode created = get("/api/metrics/runs_created_total?stat=Sum&minutes=1000");
    double sum = 0;
    for (JsonNode point : created.path("points")) {
      sum += point.path("v").asDouble(0);
    }
    assertThat(sum).isGreaterThan(60);
  }

  @ParameterizedTest
  @Order(5)
  @CsvSource({
    "/api/metrics/nonsense, 404, not_found, ''",
    "/api/metrics/runs_created_total?stat=Median, 422, invalid_field, stat",
    "/api/metrics/runs_created_total?minutes=0, 422, invalid_field, minutes",
    "/api/metrics/runs_created_total?dimensions=x, 422, invalid_field, dimensions",
    "/api/nothing, 404, not_found, ''",
    "/api/drills/fail-runs, 405, method_not_allowed, ''"
  })
  void wrongRequestsAreToldWhy(String path, int status, String code, String field)
      throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(platform.console().resolve(path)).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = JSON.readTree(answer.body()).path("error");
    assertThat(error.path("code").asString("")).isEqualTo(code);
    assertThat(error.path("field").asString("")).isEqualTo(field);
  }

  @Test
  @Order(6)
  void aPageOfAnotherSiteIsRefused() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(platform.console().resolve("/api/drills/coordinator-stop"))
                .header("Origin", "http://example.com")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private static Set<String> states() throws Exception {
    Set<String> states = new TreeSet<>();
    get("/api/alarms").path("alarms").forEach(it -> states.add(it.path("state").asString("")));
    return states;
  }

  private static String state(String alarm) throws Exception {
    for (JsonNode it : get("/api/alarms").path("alarms")) {
      if (it.path("name").asString("").equals(alarm)) {
        return it.path("state").asString("");
      }
    }
    throw new AssertionError("there is no alarm " + alarm);
  }

  private static List<String> subjects() throws Exception {
    List<String> subjects = new ArrayList<>();
    get("/api/mails").path("mails").forEach(it -> subjects.add(it.path("subject").asString("")));
    return subjects;
  }

  private static Set<String> published() throws Exception {
    Set<String> published = new TreeSet<>();
    for (JsonNode metric : get("/api/metrics").path("metrics")) {
      Set<String> names = new TreeSet<>(metric.path("dimensions").propertyNames());
      published.add(
          metric.path("name").asString("") + names + " " + metric.path("unit").asString(""));
    }
    return published;
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(
        HTTP.send(
                HttpRequest.newBuilder(platform.console().resolve(path)).build(),
                BodyHandlers.ofString())
            .body());
  }

  private static HttpResponse<String> post(URI uri, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
