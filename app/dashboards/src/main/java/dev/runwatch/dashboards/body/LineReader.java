/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of {@code metrics}. A full stop stands for the element at the same place of the
 * metric before, three stand for as many elements as make the entry as long as that one. For one
 * widget; not thread-safe.
 */
final class LineReader {

  private static final int MAX_LINES = 500;
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_EXPRESSION = 2048;
  private static final int MAX_NAME = 255;
  private static final int NAMES = 2;
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");
  private static final String SAME = ".";
  private static final String REST = "...";

  private final String statistic;
  private final Duration period;
  private final Set<String> ids = new HashSet<>();
  private List<String> before = List.of();

  /**
   * @param statistic of entries that name none
   * @param period of entries that name none
   */
  LineReader(String statistic, Duration period) {
    this.statistic = statistic;
    this.period = period;
  }

  List<Line> read(Item metrics) {
    List<Line> lines = new ArrayList<>();
    for (Item entry : metrics.list(0, MAX_LINES, "metrics")) {
      List<Item> elements = entry.list(1, 2 + 2 * MAX_DIMENSIONS + 1, "elements");
      if (!elements.isEmpty()) {
        Line line = line(entry, elements);
        if (line != null) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private @Nullable Line line(Item entry, List<Item> elements) {
    Item last = elements.get(elements.size() - 1);
    LineOptions options = last.isObject() ? options(last) : LineOptions.NONE;
    int end = last.isObject() ? elements.size() - 1 : elements.size();
    Duration own = options.period() == null ? period : options.period();
    Item expression = last.at("expression");
    if (expression.present()) {
      if (end > 0) {
        expression.fault("excludes a metric in the same entry; give it an entry of its own");
      }
      String text = expression.requiredText("write metric math, SEARCH or a query");
      if (text.length() > MAX_EXPRESSION) {
        expression.fault(
            "must have at most " + MAX_EXPRESSION + " characters; it has " + text.length());
      }
      return new ExpressionLine(entry.place(), text, own, options);
    }
    List<String> texts = resolved(entry, elements.subList(0, end));
    if (texts.size() < NAMES) {
      entry.fault("must have a namespace and a name, or an object with an expression");
      return null;
    }
    return new MetricLine(
        entry.place(),
        texts.get(0),
        texts.get(1),
        dimensions(entry, texts),
        options.statistic() == null ? statistic : options.statistic(),
        own,
        options);
  }

  private List<String> resolved(Item entry, List<Item> elements) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Item element = elements.get(i);
      String text = element.requiredText("write a text, or . for the one above");
      if (text.length() > MAX_NAME) {
        element.fault("must have at most " + MAX_NAME + " characters; it has " + text.length());
      }
      if (text.equals(REST)) {
        int rest = elements.size() - i - 1;
        int upTo = before.size() - rest;
        if (upTo < texts.size()) {
          element.fault("stands for elements of the metric before, which has too few; write them");
        } else {
          texts.addAll(before.subList(texts.size(), upTo));
        }
      } else if (text.equals(SAME)) {
        if (texts.size() >= before.size()) {
          element.fault("stands for the element above it, and there is none; write the element");
        }
        texts.add(texts.size() < before.size() ? before.get(texts.size()) : "");
      } else {
        texts.add(text);
      }
    }
    if (texts.size() % 2 != 0 && texts.size() > NAMES) {
      entry.fault(
          "must have pairs of a dimension's name and value after namespace and name; it has "
              + (texts.size() - NAMES)
              + " elements there");
    }
    before = List.copyOf(texts);
    return texts;
  }

  private static Map<String, String> dimensions(Item entry, List<String> texts) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = NAMES; i + 1 < texts.size(); i += 2) {
      if (dimensions.put(texts.get(i), texts.get(i + 1)) != null) {
        entry.fault("names the dimension " + texts.get(i) + " twice; remove one");
      }
    }
    return dimensions;
  }

  private LineOptions options(Item item) {
    item.knowing(
        "accountId",
        "color",
        "expression",
        "id",
        "label",
        "period",
        "region",
        "searchAccount",
        "stat",
        "visible",
        "yAxis");
    Item id = item.at("id");
    String name =
        id.text(ID, "a small letter followed by letters, digits and _; expressions refer to it");
    if (name != null && !ids.add(name)) {
      id.fault("'" + name + "' is used twice in this widget; rename one");
    }
    return new LineOptions(
        name,
        item.at("label").text(),
        item.at("color").text(COLOR, "#rrggbb, with six hexadecimal digits"),
        MetricWidgetReader.statistic(item.at("stat")),
        MetricWidgetReader.period(item.at("period")),
        item.at("visible").flag(true),
        item.at("yAxis").word(Side.class, Side.LEFT),
        item.at("region").text(),
        item.at("accountId").text());
  }
}
