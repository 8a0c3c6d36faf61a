/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of any dashboard, each planted by one change to a body that has none. */
final class DashboardLintTest {

  private static final String SOUND = Planted.text("sound.json");

  @Test
  void aSoundBodyHasNoFault() {
    assertThat(faults(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedFaultIsReportedWithItsPlaceAndTheFix(Planted planted) {
    assertThat(faults(planted.in(SOUND)))
        .anySatisfy(it -> assertThat(it).startsWith(planted.fault()));
  }

  static Stream<Planted> planted() {
    return Planted.all("planted-faults.txt");
  }

  @Test
  void thereAreAtLeastFortyFivePlantedFaults() {
    assertThat(planted()).hasSizeGreaterThanOrEqualTo(45);
  }

  @Test
  void aTextThatIsNotJsonIsOneFaultWithItsLine() {
    assertThat(faults("{\n\"widgets\": [,]}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("2 the body: is not JSON");
    assertThat(faults(""))
        .containsExactly("1 the body: is empty; write at least {\"widgets\": []}");
    assertThat(faults("{\"widgets\": []}\n{}"))
        .containsExactly("2 the body: is followed by more text; remove it");
    assertThat(faults("[]")).containsExactly("1 the body: must be an object");
    assertThat(faults("{}"))
        .containsExactly("1 /widgets: is required; add it, [] for a dashboard without widgets");
  }

  @Test
  void theLimitsOfADashboardAreKept() {
    String widget =
        "{\"type\": \"text\", \"x\": 0, \"y\": %d, \"height\": 1, \"properties\": {\"markdown\": \"a\"}}";
    assertThat(faults(repeated(widget, 500))).isEmpty();
    assertThat(faults(repeated(widget, 501)))
        .containsExactly("1 /widgets: must be a list of at most 500 widgets; it has 501");
    String row = "[\"Shop\", \"orders\"]";
    String graph =
        "{\"type\": \"metric\", \"x\": 0, \"y\": %d, \"height\": 1, \"properties\": {\"region\": \"eu-west-1\","
            + " \"metrics\": ["
            + String.join(",", Collections.nCopies(500, row))
            + "]}}";
    assertThat(faults(repeated(graph, 5))).isEmpty();
    assertThat(faults(repeated(graph, 6)))
        .containsExactly(
            "1 /widgets: have 3000 metrics, and a dashboard has at most 2500; move some to another"
                + " dashboard");
    assertThat(faults(repeated(graph.replace("[[", "[[\"Shop\", \"orders\"],["), 1)))
        .containsExactly(
            "1 /widgets/0/properties/metrics: must be a list of at most 500 metrics; it has 501");
  }

  @Test
  void aWidgetDrawsMetricsOrAnAlarm() {
    String widget =
        "{\"widgets\": [{\"type\": \"metric\", \"properties\": {\"region\": \"eu-west-1\"%s}}]}";
    String alarm =
        ", \"annotations\": {\"alarms\": [\"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a\"]%s}";
    assertThat(faults(widget.formatted("")))
        .containsExactly("1 /widgets/0/properties/metrics: is required; list the metrics to draw");
    assertThat(faults(widget.formatted(alarm.formatted("")))).isEmpty();
    assertThat(faults(widget.formatted(", \"metrics\": [[\"a\", \"b\"]]" + alarm.formatted(""))))
        .containsExactly(
            "1 /widgets/0/properties/metrics: excludes annotations.alarms, which draws the metric of an"
                + " alarm; remove one");
    assertThat(faults(widget.formatted(alarm.formatted(", \"horizontal\": [{\"value\": 1}]"))))
        .containsExactly(
            "1 /widgets/0/properties/annotations/alarms: excludes other annotations; remove them, or draw"
                + " the alarm's metric itself");
  }

  @Test
  void aWidgetWithoutAVisibleLineDrawsNothing() {
    assertThat(
            faults(
                "{\"widgets\": [{\"type\": \"metric\", \"properties\": {\"region\": \"eu-west-1\", \"metrics\":"
                    + " [[\"a\", \"b\", {\"visible\": false}]]}}]}"))
        .containsExactly(
            "1 /widgets/0/properties/metrics: are all invisible, so nothing is drawn; remove visible"
                + " from one");
  }

  /** Written by the console and by templates; the API reference does not mention all of it. */
  @Test
  void whatConsolesAndTemplatesWriteIsNoFault() {
    String written =
        """
        {"widgets": [
          {"type": "metric", "properties": {
            "region": "${region}", "timezone": "Local", "start": "-P0DT3H0M0S", "end": "P0D",
            "setPeriodToTimeRange": true, "trend": false, "labels": {"visible": false},
            "metrics": [
              [{"id": "expr1m0", "expression": "mm1m0 * 100 / mm0m0", "stat": "Average"}],
              ["Shop", "used", "Cluster", "a", {"id": "mm1m0", "visible": false}],
              ["...", "b", {"id": "mm0m0", "visible": false}],
              [{"expression": "SEARCH('{Shop,Site} MetricName=\\"orders\\"', 'Sum', 300)"}],
              [{"expression": "ANOMALY_DETECTION_BAND(mm1m0, 2)"}]]}},
          {"type": "log", "properties": {
            "region": "eu-west-1", "query": "${groups} | fields @message", "stacked": false}},
          {"type": "log", "properties": {
            "region": "eu-west-1", "query": "SOURCE 'a'\\n| filter level = \\"ERROR\\""}},
          {"type": "alarm", "properties": {
            "alarms": ["arn:aws:cloudwatch:eu-west-1:${account}:alarm:${stage}-queue"]}},
          {"type": "text", "properties": {"markdown": ""}},
          {"type": "custom", "properties": {"endpoint": "arn:aws:lambda:::", "params": {}}}
        ],
        "variables": [{"type": "property", "property": "period", "inputType": "radio", "id": "p",
          "values": [{"value": 60}, {"value": 300}], "defaultValue": 60}]}
        """;
    assertThat(faults(written)).isEmpty();
  }

  private static String repeated(String widget, int times) {
    StringBuilder widgets = new StringBuilder("{\"widgets\": [");
    for (int i = 0; i < times; i++) {
      widgets.append(i == 0 ? "" : ",").append(widget.replace("%d", Integer.toString(i)));
    }
    return widgets.append("]}").toString();
  }

  private static List<String> faults(String json) {
    return DashboardLint.faults(json).stream().map(it -> it.place().line() + " " + it).toList();
  }
}
