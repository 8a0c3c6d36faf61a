/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import dev.runwatch.alarms.definition.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a metric widget. */
final class MetricWidgetReader {

  static final Pattern ACCOUNT = Pattern.compile("\\d{12}|@@.+@@");
  static final String TWELVE = "an account of 12 digits";

  private static final Set<Integer> SHORT_PERIODS = Set.of(1, 5, 10, 20, 30);
  private static final Pattern TIMEZONE = Pattern.compile("[+-](?:0\\d|1[0-4])[0-5]\\d|UTC|Local");
  private static final List<String> SUMMARIES = List.of("MIN", "MAX", "SUM", "AVG");

  private MetricWidgetReader() {}

  static MetricWidget read(Item widget, Box box) {
    Item properties = widget.at("properties");
    properties.knowing(
        "accountId",
        "annotations",
        "end",
        "labels",
        "legend",
        "liveData",
        "metrics",
        "period",
        "region",
        "setPeriodToTimeRange",
        "singleValueFullPrecision",
        "sparkline",
        "stacked",
        "start",
        "stat",
        "table",
        "timezone",
        "title",
        "trend",
        "view",
        "yAxis");
    Duration period = period(properties.at("period"));
    String statistic = statistic(properties.at("stat"));
    LineReader lines =
        new LineReader(
            statistic == null ? MetricLine.DEFAULT_STATISTIC : statistic,
            period == null ? MetricWidget.DEFAULT_PERIOD : period);
    View view = properties.at("view").word(View.class, View.TIME_SERIES);
    Item axes = properties.at("yAxis");
    axes.object(/* required= */ false);
    axes.knowing("left", "right");
    MetricWidget read =
        new MetricWidget(
            widget.place(),
            box,
            properties.at("title").text(""),
            view,
            lines.read(properties.at("metrics")),
            properties.at("region").requiredText("name the region of the metrics"),
            properties.at("accountId").text(ACCOUNT, TWELVE),
            statistic == null ? MetricLine.DEFAULT_STATISTIC : statistic,
            period == null ? MetricWidget.DEFAULT_PERIOD : period,
            properties.at("stacked").flag(false),
            properties.at("sparkline").flag(false),
            properties.at("liveData").flag(false),
            properties.at("setPeriodToTimeRange").flag(false),
            properties.at("singleValueFullPrecision").flag(false),
            legend(properties.at("legend")),
            properties.at("timezone").text(TIMEZONE, "an offset such as +0130, or Local"),
            BodyReader.start(properties),
            BodyReader.end(properties),
            axis(axes.at("left")),
            axis(axes.at("right")),
            AnnotationReader.read(properties.at("annotations")),
            table(properties.at("table")));
    check(properties, read);
    return read;
  }

  private static void check(Item properties, MetricWidget widget) {
    boolean drawsAlarm = !widget.annotations().alarms().isEmpty();
    Item metrics = properties.at("metrics");
    if (!metrics.present() && !properties.at("annotations").present()) {
      metrics.fault("is required; list the metrics to draw");
    }
    if (drawsAlarm && metrics.present()) {
      metrics.fault("excludes annotations.alarms, which draws the metric of an alarm; remove one");
    }
    Axis left = widget.left();
    if (widget.view() == View.GAUGE && (left.min() == null || left.max() == null)) {
      properties.at("yAxis").at("left").fault("needs min and max, the ends of the gauge; add them");
    }
    properties.at("labels").knowing("visible");
  }

  private static Legend legend(Item legend) {
    legend.object(/* required= */ false);
    legend.knowing("position");
    return legend.at("position").word(Legend.class, Legend.BOTTOM);
  }

  private static Axis axis(Item axis) {
    axis.object(/* required= */ false);
    axis.knowing("min", "max", "label", "showUnits");
    Double min = axis.at("min").number();
    Double max = axis.at("max").number();
    if (min != null && max != null && min >= max) {
      axis.at("min").fault("must be less than max, which is " + number(max));
    }
    return new Axis(min, max, axis.at("label").text(), axis.at("showUnits").flag(true));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static Table table(Item table) {
    table.object(/* required= */ false);
    table.knowing("layout", "stickySummary", "showTimeSeriesData", "summaryColumns");
    Item layout = table.at("layout");
    String text = layout.text("horizontal");
    if (!Set.of("horizontal", "vertical").contains(text)) {
      layout.fault("'" + text + "' must be one of horizontal, vertical");
    }
    List<String> columns =
        table.at("summaryColumns").list(0, SUMMARIES.size(), "columns").stream()
            .map(MetricWidgetReader::summary)
            .toList();
    return new Table(
        text.equals("vertical"),
        table.at("stickySummary").flag(false),
        table.at("showTimeSeriesData").flag(true),
        columns);
  }

  private static String summary(Item column) {
    String text = column.requiredText("write one of " + String.join(", ", SUMMARIES));
    if (!text.isEmpty() && !SUMMARIES.contains(text)) {
      column.fault("'" + text + "' must be one of " + String.join(", ", SUMMARIES));
    }
    return text;
  }

  /** A period that CloudWatch has, or null. */
  static @Nullable Duration period(Item period) {
    if (!period.present()) {
      return null;
    }
    int seconds = period.node().isIntegralNumber() ? period.node().asInt(0) : 0;
    boolean valid = SHORT_PERIODS.contains(seconds) || (seconds > 0 && seconds % 60 == 0);
    if (!valid) {
      period.fault("must be 1, 5, 10, 20, 30 or a multiple of 60, in seconds and without quotes");
      return null;
    }
    return Duration.ofSeconds(seconds);
  }

  /** A statistic that CloudWatch has, or null. */
  static @Nullable String statistic(Item stat) {
    String text = stat.text();
    if (text != null) {
      try {
        return new Statistic(text).name();
      } catch (IllegalArgumentException e) {
        stat.fault(String.valueOf(e.getMessage()));
      }
    }
    return null;
  }
}
