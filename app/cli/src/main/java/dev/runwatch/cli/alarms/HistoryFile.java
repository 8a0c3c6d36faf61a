/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
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
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads history from a file: what {@code aws cloudwatch get-metric-data} or {@code
 * get-metric-statistics} print, or {@code {"start", "period", "series": {id: [values]}}}.
 */
final class HistoryFile {

  private static final int MAX_BYTES = 128 * 1024 * 1024;

  /** A later time is a mistake, and milliseconds might not count it. */
  private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

  private record Point(MetricStat stat, Instant time, double value) {}

  private final String file;
  private final AlarmDefinition definition;
  private final List<Point> points = new ArrayList<>();
  private long period;

  private HistoryFile(String file, AlarmDefinition definition) {
    this.file = file;
    this.definition = definition;
  }

  /** Reads a file. */
  static HistoryFile read(String file, AlarmDefinition definition) {
    HistoryFile reader = new HistoryFile(file, definition);
    try {
      reader.add(Json.mapper().readTree(bytes(file)));
    } catch (JacksonException e) {
      throw new InputException(file + ": " + JsonLines.reason(e));
    }
    if (reader.points.isEmpty()) {
      throw new InputException(file + ": the file has no data point");
    }
    return reader;
  }

  /**
   * The distance between its data points: the period of the file, or the largest time of which all
   * distances of a metric are multiples. Empty if too few data points tell.
   */
  Optional<Duration> resolution() {
    if (period > 0) {
      return Optional.of(Duration.ofSeconds(period));
    }
    long shortest = 0;
    for (MetricStat stat : definition.stats().values()) {
      long[] times =
          points.stream()
              .filter(point -> point.stat().equals(stat))
              .mapToLong(point -> point.time().getEpochSecond())
              .sorted()
              .distinct()
              .toArray();
      long common = 0;
      for (int i = 1; i < times.length; i++) {
        common = gcd(common, times[i] - times[i - 1]);
      }
      if (times.length > 2) {
        shortest = shortest == 0 ? common : Math.min(shortest, common);
      }
    }
    return shortest == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(shortest));
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
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
        JsonNode count = point.get(Statistic.SAMPLE_COUNT.name());
        if (count != null && !stat.statistic().equals(Statistic.SAMPLE_COUNT)) {
          add(stat.withStatistic(Statistic.SAMPLE_COUNT), point.get("Timestamp"), count);
        }
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
    period = JsonSeries.integer(root, "period", 60, 1, 604_800);
    plain(root.get("series"), start, stat -> stat);
    JsonNode samples = root.get("samples");
    if (samples != null && samples.isObject()) {
      plain(samples, start, stat -> stat.withStatistic(Statistic.SAMPLE_COUNT));
    }
  }

  private void plain(JsonNode object, Instant start, UnaryOperator<MetricStat> of) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      MetricStat byId = definition.stats().get(entry.getKey());
      MetricStat stat = byId != null ? byId : stat(entry.getKey());
      double[] values = JsonSeries.points(entry.getKey(), entry.getValue());
      for (int i = 0; i < values.length; i++) {
        if (!Double.isNaN(values[i])) {
          points.add(new Point(of.apply(stat), start.plusSeconds(period * i), values[i]));
        }
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
    Instant time = Instant.MAX;
    try {
      time =
          node != null && node.isNumber()
              ? Instant.ofEpochMilli(Math.round(node.doubleValue() * 1000))
              : OffsetDateTime.parse(node != null && node.isString() ? node.stringValue() : "")
                  .toInstant();
    } catch (DateTimeException e) {
      // refused below
    }
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw new InputException(file + ": " + node + " is not a time such as 2026-01-05T09:00:00Z");
    }
    return time;
  }

  private static String text(JsonNode object, String name) {
    JsonNode node = object.get(name);
    return node != null && node.isString() ? node.stringValue() : "";
  }

  /**
   * The history in periods of a length; it begins with the first data point and ends with the last.
   */
  History history(Duration unit) {
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
