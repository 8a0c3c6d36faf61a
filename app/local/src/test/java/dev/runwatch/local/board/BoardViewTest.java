/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn of a body over an embedded CloudWatch with minutes of two seconds. */
final class BoardViewTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:05:01Z");
  private static final Map<String, String> LOCAL = Map.of("Environment", "local");

  private final MetricStore store = new MetricStore(Duration.ofSeconds(2));

  @Test
  void aPeriodOfAMinuteIsAMinuteOfTheRehearsal() {
    put("runs_created_total", 6, 3);
    put("runs_created_total", 2, 5);
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"title": "Runs", "period": 60, "stat": "Sum",
             "metrics": [["Runwatch", "runs_created_total", "Environment", "local"]]}
            """,
            "-PT4M");
    assertThat(widget.step()).isEqualTo(2);
    assertThat(widget.count()).isEqualTo(4);
    assertThat(values(widget, 0)).containsExactly(null, 3.0, null, 5.0);
    assertThat(widget.series().get(0).unit()).isEqualTo("Count");
    assertThat(widget.problem()).isNull();
  }

  @Test
  void mathReadsLinesThatAreNotDrawn() {
    put("runs_failed_total", 2, 3);
    put("runs_completed_total", 2, 9);
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"period": 60, "stat": "Sum", "metrics": [
              ["Runwatch", "runs_failed_total", "Environment", "local", {"id": "f", "visible": false}],
              ["Runwatch", "runs_completed_total", "Environment", "local", {"id": "c", "visible": false}],
              [{"expression": "f/(f+c)", "id": "share", "label": "share ${LAST}", "yAxis": "right",
                "color": "#d62728"}]]}
            """,
            "-PT2M");
    assertThat(widget.series())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.label()).isEqualTo("share 0.25");
              assertThat(line.side()).isEqualTo("right");
              assertThat(line.color()).isEqualTo("#d62728");
            });
    assertThat(values(widget, 0)).containsExactly(null, 0.25);
  }

  @Test
  void aRateIsByMinutesOfTheRehearsal() {
    put("runs_created_total", 2, 5);
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"period": 60, "stat": "Sum", "metrics": [
              ["Runwatch", "runs_created_total", "Environment", "local", {"id": "c", "visible": false}],
              [{"expression": "c*60/PERIOD(c)", "id": "rate"}]]}
            """,
            "-PT2M");
    assertThat(values(widget, 0)).containsExactly(null, 5.0);
    assertThat(widget.series().get(0).label()).isEqualTo("rate");
  }

  @Test
  void aNumberOverTheWholeRangeIsOnePoint() {
    put("runs_created_total", 10, 3);
    put("runs_created_total", 2, 5);
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"view": "singleValue", "setPeriodToTimeRange": true, "period": 60, "stat": "Sum",
             "metrics": [["Runwatch", "runs_created_total", "Environment", "local"]]}
            """,
            "-PT10M");
    assertThat(widget.view()).isEqualTo("singleValue");
    assertThat(values(widget, 0)).containsExactly(8.0);
  }

  @ParameterizedTest
  @CsvSource({
    "${LAST}, 5",
    "${MAX} at most, 7 at most",
    "${MIN}, 3",
    "${AVG}, 5",
    "${SUM}, 15",
    "${DATAPOINT_COUNT}, 3",
    "${LABEL} of ${PROP('Dim.Environment')}, runs_created_total of local",
    "${PROP('MetricName')}, runs_created_total",
    "${PROP('Stat')}, Sum",
    "${MAX_TIME}, 10:04:56 UTC",
    "${NONSENSE}, ${NONSENSE}"
  })
  void aDynamicLabelIsMadeOfTheData(String label, String expected) {
    put("runs_created_total", 6, 3);
    put("runs_created_total", 4, 7);
    put("runs_created_total", 2, 5);
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"period": 60, "stat": "Sum",
             "metrics": [["Runwatch", "runs_created_total", "Environment", "local", {"label": "%s"}]]}
            """
                .formatted(label),
            "-PT5M");
    assertThat(widget.series().get(0).label()).isEqualTo(expected);
  }

  @Test
  void linesOfOneMetricAreToldApart() {
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"period": 60, "metrics": [
              ["Runwatch", "request_latency_seconds", "Route", "GET /runs", {"stat": "p50"}],
              ["Runwatch", "request_latency_seconds", "Route", "POST /runs", {"stat": "p99"}]]}
            """,
            "-PT5M");
    assertThat(widget.series())
        .extracting(DrawnWidget.DrawnLine::label)
        .containsExactly(
            "request_latency_seconds GET /runs p50", "request_latency_seconds POST /runs p99");
  }

  @Test
  void annotationsAreLinesAndBands() {
    DrawnWidget.Metrics widget =
        metrics(
            """
            {"metrics": [["Runwatch", "runs_pending_count", "Environment", "local"]],
             "annotations": {
               "horizontal": [{"label": "alarm above", "value": 50, "color": "#d13212", "fill": "above"},
                 [{"label": "low", "value": 1}, {"label": "high", "value": 2}]],
               "vertical": [{"label": "deployed", "value": "2026-03-01T10:04:00Z"}]}}
            """,
            "-PT5M");
    assertThat(widget.horizontal())
        .extracting(DrawnWidget.HorizontalMark::value, DrawnWidget.HorizontalMark::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(50.0, null),
            org.assertj.core.groups.Tuple.tuple(1.0, 2.0));
    assertThat(widget.horizontal().get(0).fill()).isEqualTo("above");
    assertThat(widget.vertical().get(0).at())
        .isEqualTo(Instant.parse("2026-03-01T10:04:00Z").getEpochSecond());
  }

  @Test
  void whatCannotBeReadSaysWhyOnItsWidgetOnly() {
    put("runs_created_total", 2, 5);
    BoardData data =
        read(
            """
            {"widgets": [
              {"type": "metric", "properties": {"region": "local", "metrics": [
                [{"expression": "SEARCH('{Runwatch} runs', 'Sum', 60)"}]]}},
              {"type": "metric", "properties": {"region": "local", "period": 60, "stat": "Sum", "metrics": [
                ["Runwatch", "runs_created_total", "Environment", "local"]]}},
              {"type": "log", "properties": {"region": "local", "query": "SOURCE 'x' | fields @message"}},
              {"type": "custom", "properties": {}},
              {"type": "text", "properties": {"markdown": "# Hello"}}]}
            """,
            "-PT5M");
    assertThat(((DrawnWidget.Metrics) data.widgets().get(0)).problem())
        .startsWith("Cannot be read: ")
        .contains("SEARCH");
    assertThat(((DrawnWidget.Metrics) data.widgets().get(1)).problem()).isNull();
    assertThat(((DrawnWidget.Unknown) data.widgets().get(2)).problem()).contains("fields @message");
    assertThat(((DrawnWidget.Unknown) data.widgets().get(3)).problem()).contains("'custom'");
    assertThat(((DrawnWidget.Text) data.widgets().get(4)).markdown()).isEqualTo("# Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "-PT3H, inherit, 2",
    "-PT24H, inherit, 2",
    "-PT25H, inherit, 10",
    "-P7D, inherit, 30",
    "-P28D, inherit, 120",
    "-PT3H, auto, 2",
    "-PT24H, auto, 10"
  })
  void thePeriodFollowsTheRange(String from, String override, long step) {
    BoardData data =
        read(
            """
            {"periodOverride": "%s", "widgets": [{"type": "metric", "properties": {"region": "local", "period": 60,
              "metrics": [["Runwatch", "runs_created_total", "Environment", "local"]]}}]}
            """
                .formatted(override),
            from);
    DrawnWidget.Metrics widget = (DrawnWidget.Metrics) data.widgets().get(0);
    assertThat(widget.step()).isEqualTo(step);
    assertThat(widget.count()).isLessThanOrEqualTo(Window.MOST_POINTS + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "-P", "-PX", "-PT0S", "2027-01-01T00:00:00Z", ""})
  void aWrongRangeIsRefused(String from) {
    assertThatThrownBy(() -> read("{\"widgets\": []}", from))
        .isInstanceOf(InvalidRangeException.class);
  }

  private void put(String name, int secondsAgo, double value) {
    store.put(
        new MetricKey("Runwatch", name, LOCAL, "Count"),
        NOW.minusSeconds(secondsAgo),
        Samples.of(value));
  }

  private DrawnWidget.Metrics metrics(String properties, String from) {
    String body =
        "{\"periodOverride\": \"inherit\", \"widgets\": [{\"type\": \"metric\", \"properties\": "
            + properties.strip().replaceFirst("\\{", "{\"region\": \"local\", ")
            + "}]}";
    return (DrawnWidget.Metrics) read(body, from).widgets().get(0);
  }

  private BoardData read(String body, @Nullable String from) {
    return new BoardView(
            BodyReader.read(body).body(),
            new EmbeddedCloudWatch(store, () -> NOW),
            store.minute(),
            () -> NOW)
        .read(from, null);
  }

  private static List<@Nullable Double> values(DrawnWidget.Metrics widget, int line) {
    return Arrays.asList(widget.series().get(line).values());
  }
}
