/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each fault, by one change to a small dashboard that has none. */
final class DashboardLintTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A text, an alarm and a graph whose first lines are a gauge, a histogram and an expression. */
  private static final String SOUND =
      """
      {
        "start": "-PT3H",
        "widgets": [
          {"type": "text", "x": 0, "y": 0, "width": 24, "height": 1,
           "properties": {"markdown": "A text"}},
          {"type": "alarm", "x": 0, "y": 1, "width": 12, "height": 3,
           "properties": {"alarms": ["@@alarm.queue@@"]}},
          {"type": "metric", "x": 12, "y": 1, "width": 12, "height": 6,
           "properties": {
             "region": "@@region@@",
             "period": 60,
             "metrics": [
               ["@@namespace@@", "runs_pending_count", "Environment", "@@environment@@",
                {"stat": "Maximum", "id": "m1", "color": "#2ca02c"}],
               ["@@namespace@@", "request_latency_seconds", "Environment", "@@environment@@",
                {"stat": "SampleCount", "id": "m2"}],
               [{"expression": "m1 * 2", "id": "e1"}]
             ],
             "annotations": {
               "horizontal": [{"value": "@@threshold.queue@@", "color": "#d13212"}]
             }}}
        ]
      }
      """;

  private ObjectNode body = JSON.createObjectNode();

  @BeforeEach
  void read() {
    body = (ObjectNode) JSON.readTree(SOUND);
    ArrayNode rows = rows();
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      ArrayNode row = rows.addArray().add("@@namespace@@").add(spec.name());
      spec.dimensionSets().get(0).forEach(name -> row.add(name).add("any"));
      row.addObject().put("stat", spec.defaultStatistic());
    }
  }

  @Test
  void aSoundDashboardHasNoFault() {
    assertThat(faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0/type                | 'graph' | [0].type: must be metric, alarm or text",
        "0/properties/markdown | 1       | [0].properties.markdown: is required",
        "2/properties/region   | 'eu-1'  | [2].properties.region: must be @@region@@; each stack has its own region",
        "2/properties/period   | 0       | [2].properties.period: must be a multiple of 60",
        "2/properties/period   | 30      | [2].properties.period: must be a multiple of 60",
        "2/properties/period   | 90      | [2].properties.period: must be a multiple of 60",
        "2/properties/metrics/0/0 | 'Runwatch' | [2].properties.metrics[0][0]: must be @@namespace@@; each environment may have its own",
        "2/properties/metrics/0/1 | 'runs_waiting' | [2].properties.metrics[0][1]: runs_waiting is not published; see ./runwatch metrics",
        "2/properties/metrics/0/1 | 'telemetry_last_success_age_seconds' | [2].properties.metrics[0][1]: telemetry_last_success_age_seconds is not published; see ./runwatch metrics",
        "2/properties/metrics/0/2 | 'Host' | [2].properties.metrics[0]: runs_pending_count is not published with the dimensions [Host]",
        "2/properties/metrics/0/4/stat | 'Sum' | [2].properties.metrics[0].stat: Sum of runs_pending_count has no meaning; use Maximum",
        "2/properties/metrics/0/4/stat | 'SampleCount' | [2].properties.metrics[0].stat: SampleCount of runs_pending_count has no meaning; use Maximum",
        "2/properties/metrics/1/4/stat | 'Average' | [2].properties.metrics[1].stat: Average of request_latency_seconds has no meaning; use p50 or p90 or p99",
        "2/properties/metrics/1/4/id | 'm1' | [2].properties.metrics[1].id: 'm1' is used twice in this widget; rename one",
        "2/properties/metrics/0/4/color | '#12345' | [2].properties.metrics[0].color: must be #rrggbb",
        "2/properties/metrics/2/0/expression | '' | [2].properties.metrics[2]: must be a metric or an expression",
        "2/properties/annotations/horizontal/0/value | 50 | [2].properties.annotations.horizontal.value: '50' is not the token of a definition; write @@threshold.NAME@@, so that the line follows the alarm",
        "2/properties/annotations/horizontal/0/value | '@@threshold.x@@' | [2].properties.annotations.horizontal.value: '@@threshold.x@@' is not the token of a definition; write @@threshold.NAME@@, so that the line follows the alarm",
        "2/properties/annotations/horizontal/0/color | 'red' | [2].properties.annotations.horizontal.color: must be #rrggbb",
      })
  void aWrongValueIsTheOnlyFaultReported(String pointer, String value, String fault) {
    set(pointer, value);
    assertThat(faults()).containsExactly("widgets" + fault);
  }

  @ParameterizedTest
  @CsvSource({"x, -1", "x, 13", "y, -1", "width, 0", "width, 13", "height, 0", "height, 1001"})
  void aWidgetOutsideTheGridIsReported(String field, String value) {
    set("2/" + field, value);
    assertThat(faults())
        .containsExactly(
            "widgets[2]: x, y, width and height must lie within the grid of 24 columns");
  }

  @ParameterizedTest
  @CsvSource({"x, 11", "y, 0"})
  void aWidgetOverAnotherIsReported(String field, String value) {
    set("2/" + field, value);
    assertThat(faults()).containsExactly("widgets[2]: overlaps another widget; move it");
  }

  @Test
  void widgetsThatTouchDoNotOverlap() {
    set("1/height", "6");
    assertThat(faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'arn:aws:cloudwatch:eu-west-1:1:alarm:x'", "'@@alarm.other@@'"})
  void anAlarmThatIsNotADefinitionsTokenIsReported(String value) {
    set("1/properties/alarms/0", value);
    assertThat(faults())
        .containsExactly(
            "widgets[1].properties.alarms: "
                + value
                + " is not the token of a definition; write @@alarm.NAME@@",
            "widgets: alarm queue is on no alarm widget; add @@alarm.queue@@");
  }

  @Test
  void anAlarmWidgetHasOneToAHundredAlarms() {
    ArrayNode alarms = (ArrayNode) at("1/properties/alarms");
    while (alarms.size() < 100) {
      alarms.add("@@alarm.queue@@");
    }
    assertThat(faults()).isEmpty();
    alarms.add("@@alarm.queue@@");
    assertThat(faults())
        .containsExactly("widgets[1].properties.alarms: must be a list of 1 to 100 alarms");
    alarms.removeAll();
    assertThat(faults())
        .contains("widgets[1].properties.alarms: must be a list of 1 to 100 alarms");
  }

  @Test
  void aMetricOfTheCatalogueThatIsOnNoWidgetIsReported() {
    ArrayNode rows = rows();
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).path(1).asString("").equals("sse_connections_count")) {
        rows.remove(i);
      }
    }
    assertThat(faults())
        .containsExactly(
            "widgets: sse_connections_count is in the catalogue and on no widget; add it to one");
  }

  @Test
  void anEndWithoutAStartIsReported() {
    body.put("end", "PT0S");
    assertThat(faults()).isEmpty();
    body.remove("start");
    assertThat(faults()).containsExactly("end: CloudWatch ignores it without start; add start");
  }

  @Test
  void aDashboardHasAtMostFiveHundredWidgets() {
    ArrayNode widgets = (ArrayNode) body.path("widgets");
    while (widgets.size() < 500) {
      ObjectNode widget = (ObjectNode) widgets.get(0).deepCopy();
      widgets.add(widget.put("y", 10 + widgets.size()));
    }
    assertThat(faults()).isEmpty();
    widgets.add(((ObjectNode) widgets.get(0).deepCopy()).put("y", 1000));
    assertThat(faults()).containsExactly("widgets: must be a list of at most 500");
  }

  @Test
  void widgetsAreAList() {
    body.put("widgets", "none");
    assertThat(faults()).containsExactly("widgets: must be a list of at most 500");
  }

  @Test
  void aStatisticOfTheWidgetHoldsForItsRows() {
    ((ObjectNode) at("2/properties")).put("stat", "Maximum");
    ((ObjectNode) at("2/properties/metrics/0/4")).remove("stat");
    assertThat(faults()).isEmpty();
    ((ObjectNode) at("2/properties")).remove("stat");
    assertThat(faults())
        .containsExactly(
            "widgets[2].properties.metrics[0].stat: Average of runs_pending_count has no meaning;"
                + " use Maximum");
  }

  private List<String> faults() {
    return new DashboardLint(Map.of("queue", 50.0)).faults(body);
  }

  private ArrayNode rows() {
    return (ArrayNode) at("2/properties/metrics");
  }

  private JsonNode at(String pointer) {
    return body.at("/widgets/" + pointer);
  }

  /** Sets an existing value, given as JSON with single quotes. */
  private void set(String pointer, String value) {
    JsonNode json = JSON.readTree(value.replace('\'', '"'));
    JsonPointer target = JsonPointer.compile("/widgets/" + pointer);
    JsonNode parent = body.at(target.head());
    assertThat(body.at(target).isMissingNode()).as("%s is there", pointer).isFalse();
    if (parent instanceof ArrayNode array) {
      array.set(target.last().getMatchingIndex(), json);
    } else {
      ((ObjectNode) parent).set(target.last().getMatchingProperty(), json);
    }
  }
}
