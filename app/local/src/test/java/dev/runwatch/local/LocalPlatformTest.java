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
import dev.runwatch.testing.AlarmMail;
import dev.runwatch.testing.Repository;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
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

/** The whole platform with minutes of a second; its tests run in order on one platform. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalPlatformTest {

  private static final Duration MINUTE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final List<String> SHIPPED =
      List.of("coordinator-down", "no-online-runners", "high-failure-rate", "queue-backing-up");
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
    for (String alarm : SHIPPED) {
      await().atMost(LONG).until(() -> state(alarm).equals("OK"));
    }
    assertThat(subjects()).isEmpty();
  }

  @Test
  @Order(2)
  void thePublishedMetricsAreExactlyTheCatalogues() throws Exception {
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
    "runners-stop, runners-start, no-online-runners",
    "queue-flood, queue-drain, queue-backing-up",
    "coordinator-stop, coordinator-start, coordinator-down",
    "fail-runs, '', high-failure-rate"
  })
  void aDrillTakesItsAlarmToAlarmAndBackWithOneMailEach(String drill, String undo, String alarm)
      throws Exception {
    List<String> before = subjects();
    assertThat(post(platform.console(), "/api/drills/" + drill, "").statusCode()).isEqualTo(202);
    await().atMost(LONG).until(() -> state(alarm).equals("ALARM"));
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
  void mailsReachTheSmtpServerAndEveryRunIsCounted() throws Exception {
    await().atMost(LONG).until(() -> smtp.getReceivedMessages().length == mails());
    int runs = read(platform.coordinator().resolve("/runs?limit=1000")).path("runs").size();
    assertThat(runs).isGreaterThan(60);
    await().atMost(LONG).untilAsserted(() -> assertThat(sum("runs_created_total")).isEqualTo(runs));
  }

  /** Each alarm of a drill, in the console and in the inbox. */
  @Test
  @Order(5)
  void aParserOfRealMailsReadsThoseOfTheConsoleAndOfTheInbox() throws Exception {
    await().atMost(LONG).until(() -> smtp.getReceivedMessages().length == mails());
    List<AlarmMail> console = new ArrayList<>();
    for (JsonNode mail : get("/api/mails").path("mails")) {
      String body = mail.path("body").asString("");
      AlarmMail read = AlarmMail.parse(body).orElseThrow(() -> new AssertionError(body));
      assertThat(mail.path("subject").asString(""))
          .isEqualTo(read.state() + ": \"" + read.alarm() + "\" in " + read.region());
      console.add(read);
    }
    assertThat(console).extracting(AlarmMail::alarm).containsAll(SHIPPED);
    List<AlarmMail> inbox = new ArrayList<>();
    for (MimeMessage message : smtp.getReceivedMessages()) {
      String body = String.valueOf(message.getContent());
      inbox.add(AlarmMail.parse(body).orElseThrow(() -> new AssertionError(body)));
    }
    assertThat(inbox).containsExactlyInAnyOrderElementsOf(console);
  }

  @Test
  @Order(6)
  void theDashboardIsTheShippedOneWithoutTokens() throws Exception {
    JsonNode shipped =
        JSON.readTree(
            Files.readString(Repository.root().resolve("dashboards").resolve("overview.json")));
    JsonNode dashboard = get("/api/dashboard");
    assertThat(dashboard.path("widgets")).hasSameSizeAs(shipped.path("widgets"));
    assertThat(dashboard.toString())
        .doesNotContain("@@")
        .contains("alarm:runwatch-local-coordinator-down");
  }

  private static int mails() throws Exception {
    return get("/api/mails").path("mails").size();
  }

  private static double sum(String metric) throws Exception {
    double sum = 0;
    for (JsonNode point : get("/api/metrics/" + metric + "?stat=Sum&minutes=1000").path("points")) {
      sum += point.path("v").asDouble(0);
    }
    return sum;
  }

  private static String state(String alarm) throws Exception {
    for (JsonNode it : get("/api/alarms").path("alarms")) {
      if (it.path("name").asString("").equals(alarm)) {
        return it.path("state").asString("");
      }
    }
    throw new AssertionError("there is no alarm " + alarm);
  }

  /** The subjects of the shipped alarms' mails; another alarm breaks no test. */
  private static List<String> subjects() throws Exception {
    List<String> subjects = new ArrayList<>();
    for (JsonNode mail : get("/api/mails").path("mails")) {
      String subject = mail.path("subject").asString("");
      if (SHIPPED.stream().anyMatch(alarm -> subject.contains("\"" + alarm + "\""))) {
        subjects.add(subject);
      }
    }
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
    return read(platform.console().resolve(path));
  }

  private static JsonNode read(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(
        HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
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
