/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was put, by metric and minute. Keeps so many minutes of each metric and so many metrics, so
 * that its memory stays flat. Safe for use by many threads.
 */
public final class MetricStore implements SeriesSource {

  /** How many of its minutes are kept. */
  public static final int MINUTES = 1440;

  private static final int MAX_METRICS = 2_000;

  private final Duration minute;
  private final Map<MetricKey, TreeMap<Instant, Distribution>> metrics = new TreeMap<>();

  public MetricStore(Duration minute) {
    this.minute = minute;
  }

  /** How long one of its minutes is. */
  public Duration minute() {
    return minute;
  }

  /** What changes a period's values. */
  interface Change {
    void apply(Distribution distribution);
  }

  synchronized void put(MetricKey key, Instant time, Change change) {
    TreeMap<Instant, Distribution> minutes = metrics.get(key);
    if (minutes == null) {
      if (metrics.size() >= MAX_METRICS) {
        return;
      }
      minutes = new TreeMap<>();
      metrics.put(key, minutes);
    }
    long millis = minute.toMillis();
    Instant start = Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
    change.apply(minutes.computeIfAbsent(start, any -> new Distribution()));
    while (minutes.size() > MINUTES) {
      minutes.pollFirstEntry();
    }
  }

  /** Every metric that was ever put. */
  public synchronized Set<MetricKey> keys() {
    return new TreeSet<>(metrics.keySet());
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    return Series.of(from, stat.period(), values(stat, from, to));
  }

  private synchronized List<@Nullable Double> values(MetricStat stat, Instant from, Instant to) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Instant start = from; start.isBefore(to); start = start.plus(stat.period())) {
      Distribution whole = new Distribution();
      for (Map.Entry<MetricKey, TreeMap<Instant, Distribution>> entry : metrics.entrySet()) {
        if (matches(entry.getKey(), stat)) {
          entry.getValue().subMap(start, start.plus(stat.period())).values().forEach(whole::add);
        }
      }
      OptionalDouble value = whole.statistic(stat.statistic());
      values.add(value.isPresent() ? value.getAsDouble() : null);
    }
    return values;
  }

  private static boolean matches(MetricKey key, MetricStat stat) {
    return key.name().equals(stat.name())
        && key.namespace().equals(stat.namespace())
        && key.dimensions().equals(stat.dimensions())
        && (stat.unit() == null || stat.unit().equals(key.unit()));
  }
}
