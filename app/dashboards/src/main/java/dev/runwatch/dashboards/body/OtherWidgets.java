/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the widgets that draw no metrics. */
final class OtherWidgets {

  private static final int MAX_ALARMS = 100;
  private static final Set<String> STATES = Set.of("OK", "ALARM", "INSUFFICIENT_DATA");
  private static final Set<String> NEWER = Set.of("custom", "chart");
  private static final List<View> LOG_VIEWS =
      List.of(View.TABLE, View.TIME_SERIES, View.BAR, View.PIE);

  private OtherWidgets() {}

  static TextWidget text(Item widget, Box box) {
    Item properties = widget.at("properties").knowing("markdown", "background");
    Item background = properties.at("background");
    String ground = background.text("solid");
    if (!Set.of("solid", "transparent").contains(ground)) {
      background.fault("'" + ground + "' must be one of solid, transparent");
    }
    Item markdown = properties.at("markdown");
    if (!markdown.present()) {
      markdown.fault("is required; write the text, or \"\" for an empty row");
    }
    return new TextWidget(widget.place(), box, markdown.text(""), ground.equals("transparent"));
  }

  static AlarmWidget alarm(Item widget, Box box) {
    Item properties = widget.at("properties").knowing("alarms", "sortBy", "states", "title");
    Item alarms = properties.at("alarms");
    if (!alarms.present()) {
      alarms.fault("is required; list the ARNs of the alarms");
    }
    List<String> states = texts(properties.at("states").list(0, STATES.size(), "states"));
    for (int i = 0; i < states.size(); i++) {
      if (!STATES.contains(states.get(i))) {
        properties
            .at("states")
            .at(i)
            .fault("'" + states.get(i) + "' must be one of OK, ALARM, INSUFFICIENT_DATA");
      }
    }
    return new AlarmWidget(
        widget.place(),
        box,
        properties.at("title").text(""),
        texts(alarms.list(1, MAX_ALARMS, "ARNs")),
        properties.at("sortBy").word(AlarmSort.class, AlarmSort.DEFAULT),
        states);
  }

  static LogWidget log(Item widget, Box box) {
    Item properties =
        widget
            .at("properties")
            .knowing(
                "accountId",
                "query",
                "queryLanguage",
                "queryBy",
                "logGroupPrefixes",
                "region",
                "stacked",
                "title",
                "view");
    Item query = properties.at("query");
    String text = query.requiredText("write SOURCE 'log group' | fields @timestamp, @message");
    boolean insights = properties.at("queryLanguage").text("CWLI").equals("CWLI");
    if (insights
        && !text.isEmpty()
        && !text.startsWith("${")
        && !text.strip().regionMatches(/* ignoreCase= */ true, 0, "SOURCE", 0, 6)) {
      query.fault(
          "must begin with SOURCE and a log group, such as SOURCE 'group' | fields @message");
    }
    return new LogWidget(
        widget.place(),
        box,
        properties.at("title").text(""),
        text,
        properties.at("region").requiredText("name the region of the logs"),
        properties.at("accountId").text(MetricWidgetReader.ACCOUNT, MetricWidgetReader.TWELVE),
        properties.at("view").word(LOG_VIEWS, View.TABLE),
        properties.at("stacked").flag(false));
  }

  static ExplorerWidget explorer(Item widget, Box box) {
    Item properties =
        widget
            .at("properties")
            .knowing(
                "aggregateBy",
                "labels",
                "metrics",
                "period",
                "region",
                "splitBy",
                "title",
                "widgetOptions");
    List<ExplorerWidget.ExplorerMetric> metrics = new ArrayList<>();
    for (String required : List.of("metrics", "labels")) {
      if (!properties.at(required).present()) {
        properties.at(required).fault("is required; add it");
      }
    }
    for (Item metric : properties.at("metrics").list(1, MAX_ALARMS, "metrics")) {
      metric.knowing("metricName", "resourceType", "stat");
      metrics.add(
          new ExplorerWidget.ExplorerMetric(
              metric.at("metricName").requiredText("name the metric"),
              metric.at("resourceType").requiredText("write a type such as AWS::EC2::Instance"),
              metric.at("stat").text(MetricLine.DEFAULT_STATISTIC)));
    }
    List<ExplorerWidget.ResourceTag> labels = new ArrayList<>();
    for (Item label : properties.at("labels").list(0, MAX_ALARMS, "labels")) {
      label.knowing("key", "value");
      labels.add(
          new ExplorerWidget.ResourceTag(
              label.at("key").requiredText("write the key of a tag"), label.at("value").text("")));
    }
    return new ExplorerWidget(
        widget.place(), box, properties.at("title").text(""), metrics, labels);
  }

  static UnknownWidget unknown(Item widget, Box box, String type) {
    if (!type.isEmpty() && !NEWER.contains(type)) {
      widget
          .at("type")
          .fault("'" + type + "' must be one of metric, text, alarm, log, explorer, custom, chart");
    }
    Item properties = widget.at("properties");
    Item title = properties.at("title");
    return new UnknownWidget(
        widget.place(), box, title.isText() ? title.text("") : "", type, properties.node());
  }

  private static List<String> texts(List<Item> items) {
    return items.stream().map(item -> item.requiredText("write a text")).toList();
  }
}
