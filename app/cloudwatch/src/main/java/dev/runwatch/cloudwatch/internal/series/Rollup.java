/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Collects what meters recorded in some steps under the series they are published as. What several
 * meters have in one series is merged, exactly. Not thread-safe.
 */
public final class Rollup {

  /** The greatest magnitude CloudWatch takes. Source: the API reference, MetricDatum. */
  static final double GREATEST = 0x1p360;

  /** The ratio above which a distribution is worth a second datum. */
  static final double ACCEPTABLE_RATIO = 1.03;

  private final TreeMap<Long, Step> steps = new TreeMap<>();
  private double error;

  /** Adds to a sum of one step, under each of the keys. */
  public void sum(long step, List<SeriesKey> keys, double amount) {
    for (SeriesKey key : keys) {
      step(step).sums.merge(key, amount, Double::sum);
    }
  }

  /** A sample that is the same from every instance: the greatest of several counts. */
  public void greatest(long step, List<SeriesKey> keys, double value) {
    for (SeriesKey key : keys) {
      step(step).greatest.merge(key, value, Math::max);
    }
  }

  /** A sample to be summed over instances: one for the step, the sum of several. */
  public void total(long step, List<SeriesKey> keys, double value) {
    for (SeriesKey key : keys) {
      step(step).totals.merge(key, value, Double::sum);
    }
  }

  /** A distribution, to be divided by {@code divisor}, which is the same for all of a key. */
  public void distribution(
      long step, List<SeriesKey> keys, Distribution distribution, double divisor) {
    for (SeriesKey key : keys) {
      step(step).distributions.merge(key, new Scaled(distribution, divisor), Scaled::plus);
    }
  }

  /** Ready-made values with their counts. */
  public void values(long step, List<SeriesKey> keys, double[] values, double[] counts) {
    for (SeriesKey key : keys) {
      step(step).ready.computeIfAbsent(key, k -> new ArrayList<>()).add(new Ready(values, counts));
    }
  }

  private Step step(long step) {
    return steps.computeIfAbsent(step, s -> new Step());
  }

  /**
   * Hands over the data, one list for each step, oldest first; counters come first in each. A step
   * is removed once it is handed over. When that throws, the step stays for the next call, and is
   * lost when it throws again.
   *
   * @param start when a step started
   * @param budget what may be published
   * @param dropped receives each datum that cannot be sent
   */
  public void drain(
      LongFunction<Instant> start,
      MetricSetBudget budget,
      BiConsumer<DropReason, SeriesKey> dropped,
      Consumer<List<Datum>> handOver) {
    for (Map.Entry<Long, Step> entry : List.copyOf(steps.entrySet())) {
      Step step = entry.getValue();
      if (step.failed) {
        steps.remove(entry.getKey());
      }
      step.failed = true;
      List<Datum> data = data(start.apply(entry.getKey()), step, budget, dropped);
      if (!data.isEmpty()) {
        handOver.accept(data);
      }
      steps.remove(entry.getKey());
    }
  }

  private List<Datum> data(
      Instant at, Step step, MetricSetBudget budget, BiConsumer<DropReason, SeriesKey> dropped) {
    List<Datum> data = new ArrayList<>();
    step.singles(at, data);
    step.ready(at, data);
    for (Map.Entry<SeriesKey, Scaled> d : step.distributions.entrySet()) {
      distributionData(d.getKey(), at, d.getValue(), data);
    }
    data.removeIf(datum -> !sendable(datum, budget, dropped));
    return data;
  }

  /** Forgets the errors of earlier distributions. */
  public void resetError() {
    error = 0;
  }

  /** The worst relative error of a percentile since {@link #resetError}. */
  public double error() {
    return error;
  }

  private void distributionData(SeriesKey key, Instant at, Scaled scaled, List<Datum> data) {
    Grouping grouping = Grouping.fit(scaled.distribution, scaled.divisor, Datum.MOST_VALUES);
    if (grouping.ratio() > ACCEPTABLE_RATIO) {
      grouping = Grouping.fit(scaled.distribution, scaled.divisor, 2 * Datum.MOST_VALUES);
    }
    error = Math.max(error, grouping.error());
    addParts(key, at, grouping.values(), grouping.counts(), data);
  }

  private static void addParts(
      SeriesKey key, Instant at, double[] values, double[] counts, List<Datum> data) {
    for (int from = 0; from < values.length; from += Datum.MOST_VALUES) {
      int to = Math.min(values.length, from + Datum.MOST_VALUES);
      data.add(
          new Datum(
              key,
              at,
              Arrays.copyOfRange(values, from, to),
              Arrays.copyOfRange(counts, from, to),
              true));
    }
  }

  private static boolean sendable(
      Datum datum, MetricSetBudget budget, BiConsumer<DropReason, SeriesKey> dropped) {
    for (double value : datum.values()) {
      // Written so that NaN fails it too.
      if (!(Math.abs(value) <= GREATEST)) {
        dropped.accept(DropReason.NOT_FINITE, datum.key());
        return false;
      }
    }
    if (!budget.admits(datum.key())) {
      dropped.accept(DropReason.BUDGET, datum.key());
      return false;
    }
    return true;
  }

  private static final class Step {
    private boolean failed;
    private final Map<SeriesKey, Double> sums = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> greatest = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> totals = new LinkedHashMap<>();
    private final Map<SeriesKey, List<Ready>> ready = new LinkedHashMap<>();
    private final Map<SeriesKey, Scaled> distributions = new LinkedHashMap<>();

    void singles(Instant at, List<Datum> data) {
      sums.forEach((key, value) -> data.add(Datum.single(key, at, value, true)));
      // Side by side they go into one request, so that their ratio survives its being taken twice.
      data.sort(Comparator.comparing(datum -> datum.key().dimensions().toString()));
      greatest.forEach((key, value) -> data.add(Datum.single(key, at, value, false)));
      totals.forEach((key, value) -> data.add(Datum.single(key, at, value, true)));
    }

    void ready(Instant at, List<Datum> data) {
      ready.forEach((key, list) -> list.forEach(r -> addParts(key, at, r.values, r.counts, data)));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ready(double[] values, double[] counts) {}

  private record Scaled(Distribution distribution, double divisor) {
    Scaled plus(Scaled other) {
      return new Scaled(distribution.plus(other.distribution), divisor);
    }
  }
}
