/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.export.ExportTarget;
import dev.runwatch.alarms.export.PromQl;
import dev.runwatch.alarms.export.PrometheusExport;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.export.GrafanaDatasource;
import dev.runwatch.dashboards.export.GrafanaExport;
import dev.runwatch.local.LocalPlatform;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** A rehearsal with minutes of a second, watched by a real Prometheus and Alertmanager. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PrometheusTest {

  private static final Duration MINUTE = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Names of the specification that promtool's style does not like, and a dimension's name. */
  private static final List<String> SPECIFIED_NAMES =
      List.of(
          "runs_pending_count",
          "runners_online_count",
          "sse_connections_count",
          "runner_slots_count",
          "runs_running_count",
          "runs_failed_recent_count",
          "runs_ended_recent_count",
          "request_latency_seconds label names",
          "request_latency_seconds_max label names");

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static GreenMail smtp;
  private static LocalPlatform platform;
  private static MonitoringPrograms programs;
  private static List<AlarmDefinition> alarms = List.of();

  @BeforeAll
  static void start() throws Exception {
    Needs.program("prometheus");
    Needs.program("prometheus-alertmanager");
    smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    alarms = DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    ExportTarget target =
        new ExportTarget(
            LocalConfig.ENVIRONMENT.name(),
            "https://git.example.org/runwatch/",
            "127.0.0.1:" + smtp.getSmtp().getPort(),
            "runwatch@example.org",
            List.of("oncall@example.org"));
    Map<String, String> files =
        new PrometheusExport(alarms.stream().map(it -> it.scaledTo(MINUTE)).toList(), target)
            .files(Map.of(), List.of());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    platform =
        LocalPlatform.start(
            LocalConfig.builder(Repository.root())
                .port(0)
                .consolePort(0)
                .minute(MINUTE)
                .load(5)
                .dataDir(folder.resolve("data"))
                .build());
    programs = new MonitoringPrograms(folder);
    programs.start(pages());
    await().atMost(LONG).until(programs::ready);
  }

  @AfterAll
  static void stop() throws Exception {
    if (programs != null) {
      programs.close();
    }
    if (platform != null) {
      platform.close();
    }
    if (smtp != null) {
      smtp.stop();
    }
  }

  private static List<URI> pages() {
    return List.of(
        platform.coordinator().resolve("/metrics"),
        platform.console().resolve("/metrics/runners/local"));
  }

  @Test
  @Order(1)
  void thePagesHaveEveryNameOfTheCatalogueThatTheirServicePublishes() throws Exception {
    runOnce();
    for (MetricSpec.Publisher publisher : MetricSpec.Publisher.values()) {
      URI page = pages().get(publisher == MetricSpec.Publisher.COORDINATOR ? 0 : 1);
      for (MetricSpec spec : MetricCatalogue.publishedBy(publisher)) {
        String name = spec.name() + (spec.kind() == MetricKind.HISTOGRAM ? "_bucket" : "");
        await().atMost(LONG).untilAsserted(() -> assertThat(get(page)).contains("\n" + name + "{"));
      }
    }
  }

  @Test
  @Order(2)
  void promtoolHasNothingAgainstThePagesButTheSpecifiedNames() throws Exception {
    for (URI page : pages()) {
      Path input = folder.resolve("page.txt");
      Path output = folder.resolve("lint.txt");
      Files.writeString(input, get(page));
      new ProcessBuilder(Needs.program("promtool").toString(), "check", "metrics")
          .redirectInput(input.toFile())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start()
          .waitFor();
      assertThat(Files.readString(output, StandardCharsets.UTF_8).lines())
          .as("promtool check metrics of %s", page)
          .filteredOn(line -> SPECIFIED_NAMES.stream().noneMatch(line::startsWith))
          .isEmpty();
    }
  }

  @Test
  @Order(3)
  void everyQueryOfTheDashboardReturnsData() throws Exception {
    runOnce();
    Dashboard dashboard = Dashboard.load(Repository.root().resolve("dashboards"), alarms);
    JsonNode grafana =
        JSON.readTree(
            new GrafanaExport(dashboard, alarms, "local")
                .files(GrafanaDatasource.PROMETHEUS, "http://localhost:9090")
                .getOrDefault(GrafanaExport.DASHBOARD, ""));
    List<String> queries = grafana.findValuesAsString("expr");
    assertThat(queries).hasSizeGreaterThan(20);
    for (String query : queries) {
      String bound =
          query
              .replace("$interval", "10s")
              .replace("$__range", "1m")
              .replace("$environment", "local");
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(programs.query(bound).size()).as(bound).isPositive());
    }
  }

  @ParameterizedTest
  @Order(4)
  @CsvSource({
    "runners-stop, runners-start, no-online-runners",
    "coordinator-stop, coordinator-start, coordinator-down"
  })
  void aDrillTakesItsAlertToFiringAndBackWithOneMailEach(String drill, String undo, String alarm)
      throws Exception {
    firing(drill, alarm);
    assertThat(begin(undo)).isEqualTo(202);
    resolved(alarm);
  }

  /** Together: the failed runs are forgotten after half an hour only. */
  @Test
  @Order(5)
  void twoDrillsTakeTheirAlertsOfLowerSeverityToFiringAndBackWithOneMailEach() throws Exception {
    firing("fail-runs", "high-failure-rate");
    firing("queue-flood", "queue-backing-up");
    assertThat(begin("queue-drain")).isEqualTo(202);
    resolved("queue-backing-up");
    resolved("high-failure-rate");
  }

  private static void firing(String drill, String alarm) throws Exception {
    String alert = PromQl.alertName(alarm);
    assertThat(begin(drill)).isEqualTo(202);
    await().atMost(LONG).until(() -> programs.fires(alert));
    await().atMost(LONG).until(() -> mails(alert).size() == 1);
    assertThat(mails(alert).get(0)).startsWith("[FIRING:1]");
  }

  private static void resolved(String alarm) throws Exception {
    String alert = PromQl.alertName(alarm);
    await().atMost(LONG).until(() -> !programs.fires(alert));
    await().atMost(LONG).until(() -> mails(alert).size() == 2);
    assertThat(mails(alert).get(1)).startsWith("[RESOLVED]");
  }

  @Test
  @Order(6)
  void everyCauseSentOneMailAndOneAllClear() throws Exception {
    assertThat(mails("")).hasSize(8);
  }

  private static List<String> mails(String alert) throws MessagingException {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage mail : smtp.getReceivedMessages()) {
      if (mail.getSubject().contains(alert)) {
        subjects.add(mail.getSubject());
      }
    }
    return subjects;
  }

  private static void runOnce() throws Exception {
    get(platform.coordinator().resolve("/runs"));
    HTTP.send(
        HttpRequest.newBuilder(platform.coordinator().resolve("/runs"))
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static int begin(String drill) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(platform.console().resolve("/api/drills/" + drill))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private static String get(URI page) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
  }
}
