/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The published metrics and their data points. */
final class MetricsApi {

  private static final String DEFAULT_DIMENSIONS = MetricCatalogue.ENVIRONMENT + "=local";
  private static final int DEFAULT_MINUTES = 30;

  private final MetricStore store;
  private final InstantSource clock;

  MetricsApi(MetricStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The body of {@code GET /api/metrics}. */
  record MetricsBody(String namespace, Number minuteSeconds, List<MetricBody> metrics) {}

  record MetricBody(String name, Map<String, String> dimensions, String unit) {}

  /** The body of {@code GET /api/metrics/{name}}; points oldest first, null where data miss. */
  record PointsBody(String name, String stat, Number periodSeconds, List<PointBody> points) {}

  record PointBody(String t, @Nullable Double v) {}

  MetricsBody list() {
    List<MetricBody> metrics =
        store.keys().stream()
            .map(key -> new MetricBody(key.name(), key.dimensions(), key.unit()))
            .toList();
    return new MetricsBody(
        MetricCatalogue.DEFAULT_NAMESPACE, Timestamps.seconds(store.minute()), metrics);
  }

  PointsBody points(String name, Map<String, String> query) {
    Optional<MetricSpec> spec = MetricCatalogue.find(name);
    if (spec.isEmpty() && store.keys().stream().noneMatch(key -> key.name().equals(name))) {
      throw ApiException.notFound("there is no metric '" + name + "'");
    }
    String defaultStatistic = spec.map(MetricSpec::defaultStatistic).orElse("Sum");
    Statistic statistic = statistic(query.getOrDefault("stat", defaultStatistic));
    int minutes = minutes(query.get("minutes"));
    MetricStat stat =
        new MetricStat(
            MetricCatalogue.DEFAULT_NAMESPACE,
            name,
            dimensions(query.getOrDefault("dimensions", DEFAULT_DIMENSIONS)),
            statistic,
            store.minute(),
            null);
    // The current minute is not over, so it is left out.
    Instant to = store.minuteOf(clock.instant());
    Series series = store.read(stat, to.minus(store.minute().multipliedBy(minutes)), to);
    List<PointBody> points = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      Double value = series.value(i).isPresent() ? series.value(i).getAsDouble() : null;
      points.add(new PointBody(Timestamps.text(series.time(i)), value));
    }
    return new PointsBody(name, statistic.name(), Timestamps.seconds(store.minute()), points);
  }

  private static Statistic statistic(String text) {
    try {
      Statistic statistic = new Statistic(text);
      if (!statistic.isExtended() || statistic.percentile().isPresent()) {
        return statistic;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw ApiException.invalidField(
        "stat", "Sum, Average, Minimum, Maximum, SampleCount or p0 to p100");
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
      // refused below
    }
    throw ApiException.invalidField("minutes", "a whole number from 1 to " + MetricStore.MINUTES);
  }

  private static Map<String, String> dimensions(String text) {
    Map<String, String> dimensions = new TreeMap<>();
    for (String pair : text.split(",", 0)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw ApiException.invalidField("dimensions", "Name=value, several separated by commas");
      }
      dimensions.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return dimensions;
  }
}
