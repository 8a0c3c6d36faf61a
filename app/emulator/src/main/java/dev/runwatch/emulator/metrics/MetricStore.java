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
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data of an embedded CloudWatch, by metric and minute. Memory is bounded: the store keeps the
 * newest {@value #MINUTES} minutes of each metric, and the first {@value #METRICS} metrics. Data of
 * further metrics are dropped with a warning. Thread-safe.
 */
public final class MetricStore implements SeriesSource {

  /** How many minutes of each metric the store keeps. */
  public static final int MINUTES = 1440;

  /** How many metrics the store keeps. */
  public static final int METRICS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(MetricStore.class);

  private final Duration minute;
  private final NavigableMap<MetricKey, NavigableMap<Instant, Distribution>> metrics =
      new TreeMap<>();
  private boolean full;

  /**
   * An empty store.
   *
   * @param minute the length of a minute, at least 1 ms; shorter ones speed a rehearsal up
   */
  public MetricStore(Duration minute) {
    this.minute = minute;
  }

  /** The length of a minute. */
  public Duration minute() {
    return minute;
  }

  /** The start of the minute that a time belongs to. Minutes are multiples of their length. */
  public Instant minuteOf(Instant time) {
    long millis = minute.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }

  /** Adds samples to the minute of a metric. */
  public synchronized void put(MetricKey key, Instant time, Samples samples) {
    NavigableMap<Instant, Distribution> minutes = metrics.get(key);
    if (minutes == null) {
      if (metrics.size() >= METRICS) {
        if (!full) {
          full = true;
          LOG.warn("The store has {} metrics; data of further ones are dropped", METRICS);
        }
        return;
      }
      minutes = new TreeMap<>();
      metrics.put(key, minutes);
    }
    minutes.computeIfAbsent(minuteOf(time), any -> new Distribution()).add(samples);
    while (minutes.size() > MINUTES) {
      minutes.pollFirstEntry();
    }
  }

  /** Every metric that the store has, in order. */
  public synchronized Set<MetricKey> keys() {
    return new TreeSet<>(metrics.keySet());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Dimensions must be equal, as in CloudWatch. Without a unit, the data of all units are one.
   *
   * @throws IllegalArgumentException if the store does not compute the statistic
   */
  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    return Series.of(from, stat.period(), values(stat, from, to));
  }

  private synchronized List<@Nullable Double> values(MetricStat stat, Instant from, Instant to) {
    List<NavigableMap<Instant, Distribution>> found =
        metrics.entrySet().stream()
            .filter(entry -> matches(entry.getKey(), stat))
            .map(Map.Entry::getValue)
            .toList();
    List<@Nullable Double> values = new ArrayList<>();
    for (Instant start = from; start.isBefore(to); start = start.plus(stat.period())) {
      Distribution period = new Distribution();
      for (NavigableMap<Instant, Distribution> minutes : found) {
        minutes.subMap(start, true, start.plus(stat.period()), false).values().forEach(period::add);
      }
      OptionalDouble value = period.statistic(stat.statistic());
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
