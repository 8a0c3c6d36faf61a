/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.export.PromQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lines of a widget as PromQL queries; a hidden metric is part of the one that reads it. */
final class WidgetQueries {

  /**
   * One line.
   *
   * @param text the query
   * @param label its name in the legend
   */
  record Query(String text, String label) {}

  /** CloudWatch's way from the sum of a period to a rate a minute. */
  private static final Pattern PER_MINUTE = Pattern.compile("(.+)\\*60/PERIOD\\(\\w+\\)");

  /** CloudWatch's way to one number for the time range. */
  private static final Pattern OVER_THE_RANGE =
      Pattern.compile("TIME_SERIES\\((?:(\\d+)\\*)?AVG\\((\\w+)\\)\\)");

  private static final String ABSENT = " or vector(0)";

  private final String minute;
  private final String timeRange;
  private final BiFunction<MetricStat, String, String> translation;

  /**
   * @param minute the range of a metric whose period is a minute, such as {@code [$interval]}
   * @param timeRange the whole time range of the dashboard, such as {@code [$__range:]}
   * @param translation the query of a metric over a range
   */
  WidgetQueries(
      String minute, String timeRange, BiFunction<MetricStat, String, String> translation) {
    this.minute = minute;
    this.timeRange = timeRange;
    this.translation = translation;
  }

  List<Query> of(JsonNode properties) {
    List<Query> queries = new ArrayList<>();
    Map<String, String> known = new LinkedHashMap<>();
    Map<String, String> perMinute = new LinkedHashMap<>();
    Map<String, MetricStat> stats = new LinkedHashMap<>();
    for (JsonNode row : properties.path("metrics")) {
      JsonNode options = row.path(row.size() - 1);
      boolean hidden = options.has("visible") && !options.path("visible").asBoolean();
      String id = options.path("id").asString("");
      String query;
      if (row.size() == 1) {
        query = expression(options.path("expression").asString(""), stats, known, perMinute);
        known.put(id, query);
      } else {
        MetricStat stat = stat(row, options, properties);
        long seconds = stat.period().toSeconds();
        query = translation.apply(stat, seconds == 60 ? minute : "[" + seconds / 60 + "m]");
        stats.put(id, stat);
        known.put(id, query);
        perMinute.put(id, perMinute(query));
        query += isRare(stat) ? ABSENT : "";
      }
      if (!hidden) {
        queries.add(new Query(query, options.path("label").asString("")));
      }
    }
    return queries;
  }

  private String expression(
      String text,
      Map<String, MetricStat> stats,
      Map<String, String> known,
      Map<String, String> perMinute) {
    Matcher rate = PER_MINUTE.matcher(text);
    if (rate.matches()) {
      String inner = rate.group(1);
      return perMinute.containsKey(inner)
          ? perMinute.get(inner) + (isRare(stats.get(inner)) ? ABSENT : "")
          : PromQl.expression(inner, stats, perMinute);
    }
    Matcher range = OVER_THE_RANGE.matcher(text);
    if (range.matches()) {
      String factor = range.group(1) == null ? "" : range.group(1) + " * ";
      return factor
          + "avg_over_time(("
          + known.getOrDefault(range.group(2), "")
          + ")"
          + timeRange
          + ")";
    }
    return PromQl.expression(text, stats, known);
  }

  /** A counter's increase as a rate a minute; a gauge is the same in every range. */
  private static String perMinute(String query) {
    return query.contains("increase(") ? "60 * " + query.replace("increase(", "rate(") : query;
  }

  /** Whether it may have no series yet: a class of statuses before its first request. */
  private static boolean isRare(@Nullable MetricStat stat) {
    return stat != null
        && (stat.statistic().name().equals("SampleCount")
            || (stat.statistic().name().equals("Sum") && stat.dimensions().size() > 1));
  }

  private static MetricStat stat(JsonNode row, JsonNode options, JsonNode properties) {
    Map<String, String> dimensions = new TreeMap<>();
    for (int i = 2; i + 1 < row.size(); i += 2) {
      dimensions.put(row.path(i).asString(""), row.path(i + 1).asString(""));
    }
    String statistic = options.path("stat").asString(properties.path("stat").asString(""));
    int seconds = options.path("period").asInt(properties.path("period").asInt(60));
    return new MetricStat(
        row.path(0).asString(""),
        row.path(1).asString(""),
        dimensions,
        new Statistic(statistic),
        Duration.ofSeconds(seconds),
        null);
  }
}
