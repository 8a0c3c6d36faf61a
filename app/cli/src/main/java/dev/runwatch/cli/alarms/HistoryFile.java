/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.common.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads history from a file: what {@code aws cloudwatch get-metric-data} or {@code
 * get-metric-statistics} print, or {@code {"start", "period", "series": {id: [values]}}}.
 */
final class HistoryFile {

  private static final int MAX_BYTES = 128 * 1024 * 1024;

  private record Point(MetricStat stat, Instant time, double value) {}

  private final String file;
  private final AlarmDefinition definition;
  private final List<Point> points = new ArrayList<>();

  private HistoryFile(String file, AlarmDefinition definition) {
    this.file = file;
    this.definition = definition;
  }

  /** Reads a file; the history begins with its first data point and ends with its last. */
  static History read(String file, AlarmDefinition definition, Duration unit) {
    HistoryFile reader = new HistoryFile(file, definition);
    try {
      reader.add(Json.mapper().readTree(bytes(file)));
    } catch (JacksonException e) {
      throw new InputException(file + ": " + JsonLines.reason(e));
    }
    return reader.history(unit);
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Files.newInputStream(Path.of(Subcommand.path(file).toString()))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InputException(file + ": the file is longer than 128 MiB; cut it into parts");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": the file does not exist; check the path");
    } catch (IOException e) {
      throw new InputException(file + ": the file cannot be read; check its type and permissions");
    }
  }

  private void add(JsonNode root) {
    if (root.get("MetricDataResults") != null) {
      for (JsonNode result : root.get("MetricDataResults")) {
        result(result);
      }
    } else if (root.get("Datapoints") != null) {
      MetricStat stat = stat(text(root, "Label"));
      for (JsonNode point : root.get("Datapoints")) {
        JsonNode value = point.get(stat.statistic().name());
        JsonNode extended = point.path("ExtendedStatistics").get(stat.statistic().name());
        add(stat, point.get("Timestamp"), value == null ? extended : value);
      }
    } else if (root.get("series") != null && root.get("series").isObject()) {
      plain(root);
    } else {
      throw new InputException(
          file + ": the file has none of MetricDataResults, Datapoints and series");
    }
  }

  private void result(JsonNode result) {
    JsonNode times = result.path("Timestamps");
    JsonNode values = result.path("Values");
    if (times.size() != values.size()) {
      throw new InputException(
          file + ": " + times.size() + " Timestamps and " + values.size() + " Values");
    }
    String id = text(result, "Id");
    MetricStat byId = definition.stats().get(id);
    MetricStat stat = byId != null ? byId : stat(text(result, "Label"));
    for (int i = 0; i < times.size(); i++) {
      add(stat, times.get(i), values.get(i));
    }
  }

  private void plain(JsonNode root) {
    Instant start = time(root.get("start"));
    int period = JsonSeries.integer(root, "period", 60, 1, 604_800);
    for (Map.Entry<String, JsonNode> entry : root.get("series").properties()) {
      MetricStat byId = definition.stats().get(entry.getKey());
      MetricStat stat = byId != null ? byId : stat(entry.getKey());
      double[] values = JsonSeries.points(entry.getKey(), entry.getValue());
      for (int i = 0; i < values.length; i++) {
        points.add(new Point(stat, start.plusSeconds((long) period * i), values[i]));
      }
    }
  }

  private MetricStat stat(String label) {
    for (MetricStat stat : definition.stats().values()) {
      if (stat.name().equals(label)) {
        return stat;
      }
    }
    if (definition.stats().size() == 1) {
      return definition.stats().values().iterator().next();
    }
    throw new InputException(
        file
            + ": '"
            + label
            + "' is none of the alarm's ids "
            + definition.stats().keySet()
            + " and none of its metrics");
  }

  private void add(MetricStat stat, @Nullable JsonNode time, @Nullable JsonNode value) {
    if (value == null || !value.isNumber()) {
      throw new InputException(
          file + ": a data point has no number for the statistic " + stat.statistic());
    }
    points.add(new Point(stat, time(time), JsonSeries.finite(file + ": a value", value)));
  }

  private Instant time(@Nullable JsonNode node) {
    try {
      if (node != null && node.isNumber()) {
        return Instant.ofEpochMilli(Math.round(node.doubleValue() * 1000));
      }
      return OffsetDateTime.parse(node != null && node.isString() ? node.stringValue() : "")
          .toInstant();
    } catch (DateTimeException e) {
      throw new InputException(file + ": " + node + " is not a time such as 2026-01-05T09:00:00Z");
    }
  }

  private static String text(JsonNode object, String name) {
    JsonNode node = object.get(name);
    return node != null && node.isString() ? node.stringValue() : "";
  }

  private History history(Duration unit) {
    if (points.isEmpty()) {
      throw new InputException(file + ": the file has no data point");
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Point point : points) {
      first = Math.min(first, point.time().toEpochMilli());
      last = Math.max(last, point.time().toEpochMilli());
    }
    long millis = unit.toMillis();
    History history;
    try {
      history =
          new History(
              Instant.ofEpochMilli(Math.floorDiv(first, millis) * millis),
              Instant.ofEpochMilli((Math.floorDiv(last, millis) + 1) * millis),
              unit);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage());
    }
    points.forEach(point -> history.add(point.stat(), point.time(), point.value()));
    return history;
  }
}
