/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was published. */
final class MetricsApi {

  private static final int DEFAULT_MINUTES = 30;

  private final MetricStore store;
  private final InstantSource clock;

  MetricsApi(MetricStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  Map<String, Object> list() {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (MetricKey key : store.keys()) {
      Map<String, Object> metric = new LinkedHashMap<>();
      metric.put("name", key.name());
      metric.put("dimensions", key.dimensions());
      metric.put("unit", key.unit());
      metrics.add(metric);
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("namespace", MetricCatalogue.DEFAULT_NAMESPACE);
    view.put("minute_seconds", seconds());
    view.put("metrics", metrics);
    return view;
  }

  Map<String, Object> points(String name, Map<String, String> query) {
    Optional<MetricSpec> spec = MetricCatalogue.find(name);
    if (spec.isEmpty() && store.keys().stream().noneMatch(key -> key.name().equals(name))) {
      throw new ApiException(
          Response.error(404, "not_found", "there is no metric '" + name + "'", null));
    }
    Statistic statistic =
        statistic(query.getOrDefault("stat", spec.map(MetricSpec::defaultStatistic).orElse("Sum")));
    int minutes = minutes(query.get("minutes"));
    MetricStat stat =
        new MetricStat(
            MetricCatalogue.DEFAULT_NAMESPACE,
            name,
            dimensions(query.getOrDefault("dimensions", "Environment=local")),
            statistic,
            store.minute(),
            null);
    long millis = store.minute().toMillis();
    Instant to =
        Instant.ofEpochMilli(Math.floorDiv(clock.instant().toEpochMilli(), millis) * millis);
    Series series = store.read(stat, to.minus(store.minute().multipliedBy(minutes)), to);
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      Map<String, @Nullable Object> point = new LinkedHashMap<>();
      point.put("t", Times.text(series.time(i)));
      point.put("v", series.value(i).isPresent() ? series.value(i).getAsDouble() : null);
      points.add(point);
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", name);
    view.put("stat", statistic.name());
    view.put("period_seconds", seconds());
    view.put("points", points);
    return view;
  }

  private Object seconds() {
    long millis = store.minute().toMillis();
    return millis % 1000 == 0 ? (Object) (millis / 1000) : (Object) (millis / 1000.0);
  }

  private static Statistic statistic(String text) {
    try {
      Statistic statistic = new Statistic(text);
      if (statistic.isExtended() && statistic.percentile().isEmpty()) {
        throw new IllegalArgumentException(text);
      }
      return statistic;
    } catch (IllegalArgumentException e) {
      throw ApiException.field(
          "stat", "must be Sum, Average, Minimum, Maximum, SampleCount or p0 to p100");
    }
  }

  private static int minutes(@Nullable String text) {
    if (text == null) {
      return DEFAULT_MINUTES;
    }
    try {
      int minutes = Integer.parseInt(text);
      if (minutes >= 1 && minutes <= MetricStore.MINUTES) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw ApiException.field("minutes", "must be a whole number from 1 to " + MetricStore.MINUTES);
  }

  private static Map<String, String> dimensions(String text) {
    Map<String, String> dimensions = new TreeMap<>();
    for (String pair : text.split(",", 0)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw ApiException.field("dimensions", "must be Name=value, several separated by commas");
      }
      dimensions.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return dimensions;
  }
}
