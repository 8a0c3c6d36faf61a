/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.local.LocalPlatform;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.testing.Repository;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a rehearsal in a real browser; its tests run in order on one platform. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConsolePageTest {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Where nothing is dropped, no reason has data. */
  private static final List<String> EMPTY_WHEN_WELL = List.of("Dropped metrics by reason");

  private static final int MOST_BYTES = 80 * 1024;

  @TempDir static Path folder;
  private static Chromium browser;
  private static LocalPlatform platform;
  private static Page page;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(Files.createDirectory(folder.resolve("browser")));
    platform =
        LocalPlatform.start(
            LocalConfig.builder(Repository.root())
                .port(0)
                .consolePort(0)
                .minute(Duration.ofSeconds(2))
                .load(60)
                .runners(2)
                .dataDir(folder.resolve("data"))
                .build());
    page = browser.open();
    page.size(1280, 800, false);
    page.theme("light");
    page.open(platform.console());
  }

  @AfterAll
  static void stop() throws Exception {
    if (platform != null) {
      platform.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  @Order(1)
  void everyWidgetOfTheBodyIsDrawnWithData() throws Exception {
    int widgets = get("/api/dashboard").path("widgets").size();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(page.count("#board > .widget")).isEqualTo(widgets);
              assertThat(page.texts("#board .problem:not([hidden])")).isEmpty();
              assertThat(withoutData()).isSubsetOf(EMPTY_WHEN_WELL);
            });
  }

  @Test
  @Order(2)
  void aThresholdLineStandsWhereTheFileOfItsAlarmHasIt() throws Exception {
    Map<String, Double> thresholds =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
            .collect(Collectors.toMap(AlarmDefinition::name, it -> it.rule().threshold()));
    String labels =
        page.evaluate(
                "[...document.querySelectorAll('.plot')].map(n => n.getAttribute('aria-label')).join('\\n')")
            .asString("");
    assertThat(labels)
        .contains("at " + (int) (double) thresholds.get("queue-backing-up"))
        .contains("at " + thresholds.get("high-failure-rate"));
    // What is said is drawn: a pixel of the line's colour at its height.
    assertThat(
            page.evaluate(
                    """
                    (() => {
                      const plot = [...document.querySelectorAll('.plot')]
                        .find(n => n.getAttribute('aria-label').includes('at 50'));
                      const canvas = plot.querySelector('canvas');
                      const context = canvas.getContext('2d');
                      const {width, height} = canvas;
                      const data = context.getImageData(0, 0, width, height).data;
                      let most = 0;
                      for (let y = 0; y < height; y++) {
                        let found = 0;
                        for (let x = 0; x < width; x++) {
                          const i = 4 * (y * width + x);
                          if (data[i] > 190 && data[i + 1] < 90 && data[i + 2] < 60) found++;
                        }
                        most = Math.max(most, found / width);
                      }
                      return most;
                    })()
                    """)
                .asDouble(0))
        .as("the share of the width that the dashed line covers")
        .isGreaterThan(0.3);
  }

  @Test
  @Order(3)
  void aDrillTurnsItsAlarmRedAndBackAndTheMailAppears() throws Exception {
    await().atMost(LONG).until(() -> page.count("#alarm-coordinator-down.OK") == 1);
    page.press("[data-drill=coordinator-stop]");
    await().atMost(LONG).until(() -> page.text("#verdict").contains("coordinator-down"));
    assertThat(page.text("#alarm-coordinator-down h3")).isEqualTo("▲ ALARM coordinator-down");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(page.texts("#mails summary"))
                  .anyMatch(it -> it.contains("ALARM: \"coordinator-down\""));
              assertThat(page.texts("#alarm-coordinator-down .points li.beyond.counted"))
                  .as("the points that raised the alarm")
                  .hasSize(4);
              assertThat(page.text("#stream")).contains("does not answer");
            });
    picture("alarm");
    page.press("[data-drill=coordinator-start]");
    await().atMost(LONG).until(() -> page.count("#alarm-coordinator-down.OK") == 1);
    await()
        .atMost(LONG)
        .until(
            () ->
                page.texts("#drills .steps .done").stream()
                    .anyMatch(it -> it.contains("OK again")));
  }

  @Test
  @Order(4)
  void runsAndRunnersChangeAsTheyHappen() throws Exception {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(page.text("#stream")).startsWith("live");
              assertThat(page.texts("#runs td")).contains("completed");
              assertThat(page.texts("#runners td")).contains("online");
            });
  }

  @Test
  @Order(5)
  void aPartOfAChartIsZoomedIntoOnEveryChart() throws Exception {
    JsonNode box =
        page.evaluate(
            """
            (() => { const plot = document.querySelector('.plot'); plot.scrollIntoView({block: 'center', behavior: 'instant'});
              const {x, y, width, height} = plot.querySelector('.u-over').getBoundingClientRect();
              return {x, y, width, height}; })()
            """);
    double y = box.path("y").asDouble(0) + box.path("height").asDouble(0) / 2;
    double x = box.path("x").asDouble(0);
    double width = box.path("width").asDouble(0);
    page.drag(x + width * 0.5, y, x + width * 0.9, y);
    await().atMost(LONG).until(() -> page.text("#live").contains("back to live"));
    picture("zoom");
    page.press("#live");
    await().atMost(LONG).until(() -> page.text("#live").equals("Live"));
  }

  @Test
  @Order(6)
  void everyChartHasATableOfItsData() throws Exception {
    page.evaluate("document.querySelectorAll('.twin summary').forEach(it => it.click())");
    await()
        .atMost(LONG)
        .until(() -> page.count(".twin[open] tbody tr:first-child") == page.count(".plot"));
    page.evaluate("document.querySelectorAll('.twin summary').forEach(it => it.click())");
  }

  @Test
  @Order(7)
  void nothingSeriousHindersAnybody() throws Exception {
    page.loadAxe();
    assertThat(page.violations()).as("light").isEmpty();
    page.theme("dark");
    await()
        .until(
            () ->
                page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
                    .asBoolean(false));
    assertThat(page.violations()).as("dark").isEmpty();
    page.scrolledTo("#board");
    picture("dashboard-dark");
    page.scrolledTo("body");
    page.size(390, 844, true);
    assertThat(page.evaluate("document.documentElement.scrollWidth").asInt(0))
        .as("the width of the page on a phone")
        .isLessThanOrEqualTo(390);
    assertThat(page.violations()).as("phone").isEmpty();
    picture("phone");
    page.size(1280, 800, false);
    page.theme("light");
    page.scrolledTo("#board");
    picture("dashboard");
  }

  @Test
  @Order(8)
  void thePageAsksThisMachineOnlyAndHasNoError() throws Exception {
    assertThat(page.errors).isEmpty();
    assertThat(page.requests)
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(it).matches("about:blank|" + platform.console() + "/.*|data:.*"));
  }

  @Test
  @Order(9)
  void thePageIsLight() throws Exception {
    Set<String> files = new TreeSet<>();
    for (String request : page.requests) {
      String path = URI.create(request).getPath();
      if (path != null && (path.equals("/") || path.startsWith("/assets/"))) {
        files.add(path);
      }
    }
    int bytes = 0;
    for (String file : files) {
      bytes +=
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(platform.console().resolve(file))
                      .header("Accept-Encoding", "gzip")
                      .build(),
                  BodyHandlers.ofByteArray())
              .body()
              .length;
    }
    System.out.printf(
        java.util.Locale.ROOT,
        "The page has %d files and %.1f kB; first paint after %.0f ms%n",
        files.size(),
        bytes / 1024.0,
        page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
            .asDouble(-1));
    assertThat(files).hasSizeGreaterThan(10);
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  /** The titles of metric widgets in which no line has a value. */
  private static List<String> withoutData() throws Exception {
    JsonNode found =
        page.evaluate(
            """
            [...document.querySelectorAll('#board .metric')].filter(widget =>
              [...widget.querySelectorAll('.reading, .big, .bars strong, .pie li, tbody td')]
                .every(it => !/[0-9]/.test(it.textContent)))
              .map(widget => widget.querySelector('h3')?.textContent ?? widget.className)
            """);
    return found.valueStream().map(it -> it.asString("")).toList();
  }

  /** Kept below target; {@code -Drunwatch.screenshots=update} writes those of the documents. */
  private static void picture(String name) throws Exception {
    Path to =
        System.getProperty("runwatch.screenshots", "").equals("update")
            ? Repository.root().resolve("docs/images")
            : Repository.root().resolve("app/local/target/screenshots");
    Files.createDirectories(to);
    Files.write(to.resolve(name + ".png"), page.screenshot());
  }

  private static JsonNode get(String path) throws Exception {
    return JSON.readTree(
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(platform.console().resolve(path)).build(),
                BodyHandlers.ofString())
            .body());
  }
}
