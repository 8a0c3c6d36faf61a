/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import dev.runwatch.local.board.BoardView;
import dev.runwatch.local.console.About;
import dev.runwatch.local.console.Console;
import dev.runwatch.local.console.ConsoleSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every view of a widget over a day of minutes, in a real browser, on the page of an account. */
final class EveryViewTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:05:01Z");
  private static final Map<String, String> PROD = Map.of("Environment", "prod");
  private static final int MINUTES = 1440;

  private static final String LINE =
      "[\"Runwatch\", \"runs_created_total\", \"Environment\", \"prod\"";
  private static final String OTHER =
      "[\"Runwatch\", \"run_wait_seconds\", \"Environment\", \"prod\"";

  @TempDir static Path folder;
  private static Chromium browser;
  private static Console console;
  private static Page page;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(folder);
    MetricStore store = new MetricStore(Duration.ofMinutes(1));
    for (int i = 0; i < MINUTES; i++) {
      Instant minute = NOW.minus(Duration.ofMinutes(MINUTES - i));
      store.put(
          new MetricKey("Runwatch", "runs_created_total", PROD, "Count"),
          minute,
          Samples.of(10 + i % 7));
      store.put(
          new MetricKey("Runwatch", "run_wait_seconds", PROD, "Seconds"),
          minute,
          Samples.of(0.25 + 0.01 * (i % 5)));
    }
    InstantSource clock = () -> NOW;
    String body = body();
    console =
        Console.start(
            0,
            new ConsoleSources(
                new About(
                    "a test", "prod", "Runwatch", Duration.ofMinutes(1), Duration.ofSeconds(60)),
                List::of,
                store,
                body,
                new BoardView(
                    BodyReader.read(body).body(),
                    new EmbeddedCloudWatch(store, clock),
                    store.minute(),
                    clock),
                any -> Optional.empty(),
                Optional.empty(),
                clock));
    page = browser.open();
    page.size(1440, 900, false);
    page.theme("light");
    page.open(console.uri());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> page.evaluate("!!document.querySelector('#board').dataset.drawn").asBoolean());
  }

  @AfterAll
  static void stop() {
    if (console != null) {
      console.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  /** One widget of each view, and charts to fill a board. */
  private static String body() {
    StringBuilder widgets = new StringBuilder();
    widget(
        widgets,
        "number",
        "\"view\": \"singleValue\", \"sparkline\": true",
        LINE + "], " + OTHER + "]");
    widget(
        widgets,
        "gauge",
        "\"view\": \"gauge\", \"yAxis\": {\"left\": {\"min\": 0, \"max\": 20}}",
        LINE + "]");
    widget(widgets, "bars", "\"view\": \"bar\"", LINE + "], " + OTHER + "]");
    widget(widgets, "pie", "\"view\": \"pie\"", LINE + ", {\"label\": \"made\"}]");
    widget(widgets, "table", "\"view\": \"table\"", LINE + "], " + OTHER + "]");
    widget(
        widgets,
        "stacked",
        "\"view\": \"timeSeries\", \"stacked\": true",
        LINE + ", {\"label\": \"a\"}], " + LINE + ", {\"label\": \"b\"}]");
    widget(
        widgets,
        "two axes",
        "\"view\": \"timeSeries\", \"yAxis\": {\"right\": {\"label\": \"wait\"}}",
        LINE + "], " + OTHER + ", {\"yAxis\": \"right\"}]");
    for (int i = 0; i < 8; i++) {
      widget(widgets, "chart " + i, "\"view\": \"timeSeries\"", LINE + "], " + OTHER + "]");
    }
    return "{\"start\": \"-PT24H\", \"periodOverride\": \"inherit\", \"widgets\": ["
        + widgets
        + "{\"type\": \"text\", \"properties\": {\"markdown\": \"# Notes\\n* **one** `two`"
        + " <b>not bold</b>\"}},"
        + "{\"type\": \"log\", \"properties\": {\"region\": \"local\", \"title\": \"logs\","
        + " \"query\": \"SOURCE 'x' | fields @message\"}},"
        + "{\"type\": \"custom\", \"properties\": {\"title\": \"own\", \"endpoint\": \"x\"}}]}";
  }

  private static void widget(StringBuilder to, String title, String properties, String metrics) {
    to.append("{\"type\": \"metric\", \"width\": 8, \"height\": 6, \"properties\": {\"title\": \"")
        .append(title)
        .append("\", \"region\": \"local\", \"period\": 60, \"stat\": \"Average\", ")
        .append(properties)
        .append(", \"metrics\": [")
        .append(metrics)
        .append("]}},");
  }

  @Test
  void numbersHaveTheirUnits() throws Exception {
    assertThat(text("number", ".numbers")).contains("14", "290 ms", "run_wait_seconds");
    assertThat(text("bars", ".bars")).contains("14", "290 ms");
    assertThat(text("table", "tbody")).contains("290 ms", "250 ms");
    assertThat(text("pie", ".pie li")).isEqualTo("made 14 (100 %)");
  }

  @Test
  void aGaugeSaysItsScale() throws Exception {
    assertThat(
            evaluate("gauge", "it.querySelector('[role=img]').getAttribute('aria-label')")
                .asString(""))
        .isEqualTo("runs_created_total: 14 of 0 to 20");
  }

  @Test
  void stackedAreasReachTheSumOfTheirLines() throws Exception {
    // Two lines of at most 16 each; the axis of one alone would end below 20.
    assertThat(
            evaluate("stacked", "it.querySelector('.plot').getAttribute('aria-label')")
                .asString(""))
        .contains("a 14, b 14");
    assertThat(evaluate("stacked", "window.runwatch.charts().stacked.scales.left.max").asDouble(0))
        .isGreaterThanOrEqualTo(32);
  }

  @Test
  void aLineOnTheRightHasAnAxisOfItsOwn() throws Exception {
    assertThat(
            evaluate("two axes", "window.runwatch.charts()['two axes'].scales.right.max")
                .asDouble(0))
        .isLessThan(1);
    assertThat(
            evaluate("two axes", "window.runwatch.charts()['two axes'].scales.left.max")
                .asDouble(0))
        .isGreaterThan(10);
  }

  @Test
  void textIsMarkdownAndNeverMarkup() throws Exception {
    JsonNode html = page.evaluate("document.querySelector('.widget.text .text').innerHTML");
    assertThat(html.asString(""))
        .isEqualTo(
            "<h3>Notes</h3><ul><li><strong>one</strong> <code>two</code> &lt;b&gt;not bold&lt;/b&gt;"
                + "</li></ul>");
  }

  @Test
  void whatIsNotKnownSaysSo() throws Exception {
    assertThat(text("logs", ".problem")).contains("CloudWatch Logs");
    assertThat(text("own", ".problem")).contains("the type 'custom'");
  }

  @Test
  void thePageOfAnAccountHasNeitherDrillsNorMutes() throws Exception {
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('[data-needs]')].filter(it => !it.hidden).length")
                .asInt(-1))
        .isZero();
  }

  /** Reported rather than asserted: the time depends on the machine. */
  @Test
  void aDayOfMinutesIsZoomedSmoothly() throws Exception {
    JsonNode times =
        page.evaluate(
            """
            (async () => {
              const charts = Object.values(window.runwatch.charts());
              const frame = () => new Promise(done => requestAnimationFrame(done));
              const own = [];
              const all = [];
              for (let i = 0; i < 20; i++) {
                const {min, max} = charts[0].scales.x;
                const range = {min: min + 60, max: max - 60};
                await frame();
                const begin = performance.now();
                charts[0].setScale('x', range);
                await Promise.resolve();
                own.push(performance.now() - begin);
                charts.slice(1).forEach(it => it.setScale('x', range));
                await Promise.resolve();
                all.push(performance.now() - begin);
              }
              const median = of => of.sort((a, b) => a - b)[of.length >> 1];
              return {charts: charts.length, points: charts[0].data[0].length, own: median(own), all: median(all)};
            })()
            """);
    System.out.printf(
        Locale.ROOT,
        "Zoom of %d charts of %d minutes: the first after %.1f ms, all after %.1f ms (medians)%n",
        times.path("charts").asInt(0),
        times.path("points").asInt(0),
        times.path("own").asDouble(0),
        times.path("all").asDouble(0));
    assertThat(times.path("points").asInt(0)).isEqualTo(MINUTES);
  }

  @Test
  void nothingIsWrittenToTheConsoleAsAnError() {
    assertThat(page.errors).isEmpty();
  }

  private static String text(String title, String selector) throws Exception {
    return evaluate(title, "it.querySelector('" + selector + "')?.textContent ?? ''").asString("");
  }

  /** An expression over the widget of a title. */
  private static JsonNode evaluate(String title, String expression) throws Exception {
    return page.evaluate(
        "(it => "
            + expression
            + ")([...document.querySelectorAll('.widget')].find(n => n.querySelector('h3')"
            + "?.textContent === '"
            + title
            + "'))");
  }
}
