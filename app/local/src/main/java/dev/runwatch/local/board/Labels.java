/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.ExpressionLine;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricLine;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The labels of lines, with their dynamic parts. */
final class Labels {

  private static final Pattern DYNAMIC = Pattern.compile("\\$\\{\\s*([^}]+?)\\s*}");
  private static final Pattern PROPERTY = Pattern.compile("PROP\\(\\s*'([^']+)'\\s*\\)");

  private Labels() {}

  /**
   * The label of a line.
   *
   * @param found the label of one of several results, which CloudWatch made; or null
   */
  static String of(
      MetricWidget widget,
      Line line,
      @Nullable String found,
      @Nullable Double[] values,
      Grid grid) {
    @Nullable String own = line.options().label();
    String text =
        found != null && !found.isEmpty() ? found : own == null ? usual(widget, line) : own;
    Matcher dynamic = DYNAMIC.matcher(text);
    StringBuilder label = new StringBuilder();
    while (dynamic.find()) {
      dynamic.appendReplacement(
          label,
          Matcher.quoteReplacement(
              part(dynamic.group(1), widget, line, new Summary(values, grid))));
    }
    dynamic.appendTail(label);
    return label.toString();
  }

  /** CloudWatch's unit of the values of a line, or null if it is not known. */
  static @Nullable String unit(Line line) {
    if (!(line instanceof MetricLine metric)) {
      return null;
    }
    if (metric.statistic().equals("SampleCount")) {
      return "Count";
    }
    return MetricCatalogue.find(metric.name())
        .map(spec -> spec.unit().cloudWatchName())
        .orElse(null);
  }

  private static String part(String name, MetricWidget widget, Line line, Summary summary) {
    Matcher property = PROPERTY.matcher(name);
    if (property.matches()) {
      return property(property.group(1), widget, line);
    }
    return name.equals("LABEL") ? usual(widget, line) : summary.text(name);
  }

  private static String property(String name, MetricWidget widget, Line line) {
    if (!(line instanceof MetricLine metric)) {
      return "";
    }
    if (name.startsWith("Dim.")) {
      return metric.dimensions().getOrDefault(name.substring("Dim.".length()), "");
    }
    return switch (name) {
      case "MetricName" -> metric.name();
      case "Namespace" -> metric.namespace();
      case "Stat" -> metric.statistic();
      case "Period" -> Long.toString(metric.period().toSeconds());
      case "Region" -> widget.region();
      default -> "";
    };
  }

  /** The label of a line that gives none: what distinguishes it from the others. */
  private static String usual(MetricWidget widget, Line line) {
    if (line instanceof ExpressionLine expression) {
      return expression.options().id() == null
          ? expression.expression()
          : expression.options().id();
    }
    MetricLine metric = (MetricLine) line;
    List<MetricLine> same =
        widget.lines().stream()
            .filter(MetricLine.class::isInstance)
            .map(MetricLine.class::cast)
            .filter(it -> it.name().equals(metric.name()))
            .toList();
    String dimensions =
        metric.dimensions().entrySet().stream()
            .filter(it -> same.stream().anyMatch(other -> differs(other, it)))
            .map(it -> " " + it.getValue())
            .collect(Collectors.joining());
    boolean statistics = same.stream().anyMatch(it -> !it.statistic().equals(metric.statistic()));
    return metric.name() + dimensions + (statistics ? " " + metric.statistic() : "");
  }

  private static boolean differs(MetricLine other, Map.Entry<String, String> dimension) {
    return !dimension.getValue().equals(other.dimensions().get(dimension.getKey()));
  }
}
