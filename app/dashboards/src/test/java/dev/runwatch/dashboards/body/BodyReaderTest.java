/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading bodies into records. */
final class BodyReaderTest {

  @Test
  void aMetricWidgetIsReadWithAllItSays() {
    MetricWidget widget =
        metric(
            """
            {"title": "Graph", "view": "timeSeries", "stacked": true, "region": "eu-west-1",
             "period": 60, "stat": "Sum", "liveData": true, "sparkline": true,
             "setPeriodToTimeRange": true, "singleValueFullPrecision": true,
             "timezone": "+0130", "start": "-PT1H", "end": "2030-01-31T08:00:00Z",
             "legend": {"position": "right"}, "accountId": "123456789012",
             "yAxis": {"left": {"min": 0, "max": 10, "label": "runs", "showUnits": false},
                       "right": {"min": -1.5}},
             "table": {"layout": "vertical", "stickySummary": true, "showTimeSeriesData": false,
                       "summaryColumns": ["MIN", "AVG"]},
             "metrics": [
               ["Shop", "orders", "Site", "a",
                {"id": "m1", "label": "orders", "color": "#2ca02c", "stat": "p99", "period": 300,
                 "visible": false, "yAxis": "right", "region": "eu-north-1",
                 "accountId": "210987654321"}],
               [{"expression": "m1 * 2", "label": "twice", "id": "e1"}]
             ]}
            """);
    assertThat(widget.title()).isEqualTo("Graph");
    assertThat(widget.view()).isEqualTo(View.TIME_SERIES);
    assertThat(widget.stacked()).isTrue();
    assertThat(widget.liveData()).isTrue();
    assertThat(widget.sparkline()).isTrue();
    assertThat(widget.setPeriodToTimeRange()).isTrue();
    assertThat(widget.singleValueFullPrecision()).isTrue();
    assertThat(widget.timezone()).isEqualTo("+0130");
    assertThat(widget.start()).isEqualTo("-PT1H");
    assertThat(widget.end()).isEqualTo("2030-01-31T08:00:00Z");
    assertThat(widget.legend()).isEqualTo(Legend.RIGHT);
    assertThat(widget.accountId()).isEqualTo("123456789012");
    assertThat(widget.left()).isEqualTo(new Axis(0.0, 10.0, "runs", /* showUnits= */ false));
    assertThat(widget.right()).isEqualTo(new Axis(-1.5, null, null, /* showUnits= */ true));
    assertThat(widget.table())
        .isEqualTo(
            new Table(
                /* vertical= */ true,
                /* stickySummary= */ true,
                /* showTimeSeriesData= */ false,
                List.of("MIN", "AVG")));
    assertThat(widget.lines())
        .containsExactly(
            new MetricLine(
                new Place("/widgets/0/properties/metrics/0", 11),
                "Shop",
                "orders",
                Map.of("Site", "a"),
                "p99",
                Duration.ofSeconds(300),
                new LineOptions(
                    "m1",
                    "orders",
                    "#2ca02c",
                    "p99",
                    Duration.ofSeconds(300),
                    /* visible= */ false,
                    Side.RIGHT,
                    "eu-north-1",
                    "210987654321")),
            new ExpressionLine(
                new Place("/widgets/0/properties/metrics/1", 15),
                "m1 * 2",
                Duration.ofSeconds(60),
                new LineOptions(
                    "e1", "twice", null, null, null, /* visible= */ true, Side.LEFT, null, null)));
    assertThat(widget.visibleLines()).hasSize(1);
  }

  @Test
  void aMetricWidgetThatSaysLittleHasCloudWatchsDefaults() {
    MetricWidget widget =
        metric("{\"region\": \"eu-west-1\", \"metrics\": [[\"Shop\", \"orders\"]]}");
    assertThat(widget.view()).isEqualTo(View.TIME_SERIES);
    assertThat(widget.period()).isEqualTo(Duration.ofMinutes(5));
    assertThat(widget.legend()).isEqualTo(Legend.BOTTOM);
    assertThat(widget.left()).isEqualTo(Axis.DEFAULT);
    assertThat(widget.table()).isEqualTo(Table.DEFAULT);
    assertThat(widget.annotations()).isEqualTo(Annotations.NONE);
    assertThat(widget.stacked()).isFalse();
    assertThat(((MetricLine) widget.lines().get(0)).statistic()).isEqualTo("Average");
    assertThat(widget.lines().get(0).options()).isEqualTo(LineOptions.NONE);
  }

  @Test
  void fullStopsStandForTheElementsOfTheMetricBefore() {
    MetricWidget widget =
        metric(
            """
            {"region": "eu-west-1", "metrics": [
              ["Shop", "orders", "Site", "a", "Kind", "x"],
              [".", "visits", ".", ".", ".", "y"],
              [{"expression": "1", "id": "e1"}],
              ["...", "z"],
              ["...", {"stat": "Sum"}],
              [".", "other", "...", "w"]
            ]}
            """);
    assertThat(widget.lines())
        .filteredOn(MetricLine.class::isInstance)
        .map(MetricLine.class::cast)
        .map(line -> line.namespace() + " " + line.name() + " " + line.dimensions())
        .containsExactly(
            "Shop orders {Site=a, Kind=x}",
            "Shop visits {Site=a, Kind=y}",
            "Shop visits {Site=a, Kind=z}",
            "Shop visits {Site=a, Kind=z}",
            "Shop other {Site=a, Kind=w}");
  }

  @Test
  void annotationsAreLinesBandsAndAlarms() {
    Annotations annotations =
        metric(
                """
                {"region": "eu-west-1", "metrics": [["Shop", "orders"]], "annotations": {
                  "horizontal": [
                    {"value": 5, "label": "limit", "color": "#d62728", "fill": "above",
                     "yAxis": "right", "visible": false},
                    [{"value": 1, "label": "from"}, {"value": 2.5, "label": "to"}],
                    {"value": "@@threshold.queue@@"}],
                  "vertical": [
                    {"value": "2030-01-31T08:00:00Z", "label": "release", "fill": "before"},
                    [{"value": "2030-01-31T08:00:00.000Z"},
                     {"value": "2030-01-31T10:00:00+01:00"}]]}}
                """)
            .annotations();
    HorizontalAnnotation line = annotations.horizontal().get(0);
    assertThat(line.from().value()).isEqualTo(5);
    assertThat(line.from().label()).isEqualTo("limit");
    assertThat(line.to()).isNull();
    assertThat(line.color()).isEqualTo("#d62728");
    assertThat(line.fill()).isEqualTo(Fill.ABOVE);
    assertThat(line.side()).isEqualTo(Side.RIGHT);
    assertThat(line.visible()).isFalse();
    HorizontalAnnotation band = annotations.horizontal().get(1);
    assertThat(band.from().value()).isEqualTo(1);
    assertThat(band.to()).isNotNull().extracting(it -> it.value()).isEqualTo(2.5);
    assertThat(annotations.horizontal().get(2).from().token()).isEqualTo("@@threshold.queue@@");
    assertThat(annotations.horizontal().get(2).from().value()).isNaN();
    VerticalAnnotation release = annotations.vertical().get(0);
    assertThat(release.from().at()).isEqualTo(Instant.parse("2030-01-31T08:00:00Z"));
    assertThat(release.fill()).isEqualTo(Fill.BEFORE);
    assertThat(annotations.vertical().get(1).to())
        .isNotNull()
        .extracting(it -> it.at())
        .isEqualTo(Instant.parse("2030-01-31T09:00:00Z"));
    String alarm = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a";
    assertThat(
            metric(
                    "{\"region\": \"eu-west-1\", \"annotations\": {\"alarms\": [\""
                        + alarm
                        + "\"]}}")
                .annotations()
                .alarms())
        .containsExactly(alarm);
  }

  @Test
  void theOtherWidgetsAreReadByTheirTypes() {
    List<Widget> widgets =
        read("""
                {"widgets": [
                  {"type": "text", "properties": {"markdown": "# Hi", "background": "transparent"}},
                  {"type": "alarm", "properties": {"title": "Alarms", "alarms": ["a", "b"],
                    "sortBy": "stateUpdatedTimestamp", "states": ["ALARM"]}},
                  {"type": "log", "properties": {"query": "SOURCE 'g' | fields @message",
                    "region": "eu-west-1", "title": "Logs", "view": "pie"}},
                  {"type": "explorer", "properties": {
                    "metrics": [{"metricName": "CPUUtilization",
                      "resourceType": "AWS::EC2::Instance", "stat": "Maximum"}],
                    "labels": [{"key": "Team", "value": "a"}], "title": "Machines"}},
                  {"type": "custom", "properties": {"endpoint": "arn", "title": "Own"}}
                ]}
                """)
            .widgets();
    assertThat(widgets.get(0))
        .isEqualTo(
            new TextWidget(
                new Place("/widgets/0", 2), new Box(0, 0, 6, 6), "# Hi", /* transparent= */ true));
    assertThat(widgets.get(1))
        .isEqualTo(
            new AlarmWidget(
                new Place("/widgets/1", 3),
                new Box(6, 0, 6, 6),
                "Alarms",
                List.of("a", "b"),
                AlarmSort.STATE_UPDATED,
                List.of("ALARM")));
    assertThat(widgets.get(2))
        .isInstanceOfSatisfying(
            LogWidget.class,
            log -> {
              assertThat(log.query()).isEqualTo("SOURCE 'g' | fields @message");
              assertThat(log.view()).isEqualTo(View.PIE);
            });
    assertThat(widgets.get(3))
        .isInstanceOfSatisfying(
            ExplorerWidget.class,
            explorer -> {
              assertThat(explorer.metrics().get(0).statistic()).isEqualTo("Maximum");
              assertThat(explorer.labels().get(0).key()).isEqualTo("Team");
            });
    assertThat(widgets.get(4))
        .isInstanceOfSatisfying(
            UnknownWidget.class,
            unknown -> {
              assertThat(unknown.type()).isEqualTo("custom");
              assertThat(unknown.title()).isEqualTo("Own");
              assertThat(unknown.properties().path("endpoint").asString()).isEqualTo("arn");
            });
  }

  @Test
  void widgetsWithoutAPositionFollowEachOtherAndBreakAtTheLastColumn() {
    List<Widget> widgets =
        read("""
                {"widgets": [
                  {"type": "text", "width": 12, "height": 2, "properties": {"markdown": "a"}},
                  {"type": "text", "width": 12, "height": 3, "properties": {"markdown": "b"}},
                  {"type": "text", "width": 4, "properties": {"markdown": "c"}}
                ]}
                """)
            .widgets();
    assertThat(widgets)
        .map(Widget::box)
        .containsExactly(new Box(0, 0, 12, 2), new Box(12, 0, 12, 3), new Box(0, 3, 4, 6));
  }

  @Test
  void theTimeRangeAndTheVariablesAreRead() {
    DashboardBody body =
        read(
            """
            {"start": "-P7D", "end": "2030-01-31T08:00:00Z", "periodOverride": "inherit",
             "variables": [
               {"type": "property", "property": "Environment", "inputType": "select", "id": "env",
                "label": "Environment", "search": "{Shop,Environment}",
                "populateFrom": "Environment", "defaultValue": "prod", "visible": false},
               {"type": "pattern", "pattern": "site-a", "inputType": "radio", "id": "site",
                "values": [{"value": "site-a", "label": "A"}, {"value": "site-b"}]}],
             "widgets": []}
            """);
    assertThat(body.start()).isEqualTo("-P7D");
    assertThat(body.end()).isEqualTo("2030-01-31T08:00:00Z");
    assertThat(body.periodOverride()).isEqualTo(PeriodOverride.INHERIT);
    Variable environment = body.variables().get(0);
    assertThat(environment.type()).isEqualTo(VariableType.PROPERTY);
    assertThat(environment.target()).isEqualTo("Environment");
    assertThat(environment.search()).isEqualTo("{Shop,Environment}");
    assertThat(environment.defaultValue()).isEqualTo("prod");
    assertThat(environment.visible()).isFalse();
    assertThat(body.variables().get(1).input()).isEqualTo(VariableInput.RADIO);
    assertThat(body.variables().get(1).values())
        .containsExactly(
            new Variable.Choice("site-a", "A"), new Variable.Choice("site-b", "site-b"));
  }

  private static MetricWidget metric(String properties) {
    return (MetricWidget)
        read("{\"widgets\": [{\"type\": \"metric\", \"properties\": " + properties + "}]}")
            .widgets()
            .get(0);
  }

  private static DashboardBody read(String json) {
    ReadBody read = BodyReader.read(json);
    assertThat(read.faults()).isEmpty();
    return read.body();
  }
}
