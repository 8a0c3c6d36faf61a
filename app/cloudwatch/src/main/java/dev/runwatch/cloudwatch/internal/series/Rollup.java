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
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Collects what meters recorded in some steps under the series they are published as. What several
 * meters have in one series is merged, exactly. Not thread-safe.
 */
public final class Rollup {

  /** The greatest magnitude CloudWatch takes. Source: the API reference, MetricDatum. */
  static final double GREATEST = 0x1p360;

  private final double wantedError;
  private final TreeMap<Long, Step> steps = new TreeMap<>();
  private double error;

  /**
   * Where data go.
   *
   * @param budget what may be published
   * @param dropped receives each datum that cannot be sent
   * @param to receives the data
   * @param portion about how many data to hand over at once
   * @param pause called between two pieces of work
   */
  public record Outlet(
      MetricSetBudget budget,
      BiConsumer<DropReason, SeriesKey> dropped,
      Consumer<List<Datum>> to,
      int portion,
      Runnable pause) {}

  /**
   * @param wantedError the error of a percentile that distributions may have, relative to it
   */
  public Rollup(double wantedError) {
    this.wantedError = wantedError;
  }

  /** Adds to a sum of one step, under each of the keys. */
  public void sum(long step, List<SeriesKey> keys, double amount) {
    for (SeriesKey key : keys) {
      step(step).sums.merge(key, amount, Double::sum);
    }
  }

  /** A sample that is the same from every instance: the greatest of several counts. */
  public void greatest(long step, List<SeriesKey> keys, double value) {
    for (SeriesKey key : keys) {
      step(step).single(step(step).greatest, key, value, Math::max);
    }
  }

  /** A sample to be summed over instances: one for the step, the sum of several. */
  public void total(long step, List<SeriesKey> keys, double value) {
    for (SeriesKey key : keys) {
      step(step).single(step(step).totals, key, value, Double::sum);
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
   * Hands over the data, oldest step first; counters come first in each. What is handed over is
   * removed. When that throws, the rest of the step stays for the next call, and is lost when it
   * throws again.
   *
   * @param start when a step started
   */
  public void drain(LongFunction<Instant> start, Outlet outlet) {
    for (Map.Entry<Long, Step> entry : List.copyOf(steps.entrySet())) {
      Step step = entry.getValue();
      if (step.failed) {
        steps.remove(entry.getKey());
      }
      step.failed = true;
      drain(start.apply(entry.getKey()), step, outlet);
      steps.remove(entry.getKey());
    }
  }

  private void drain(Instant at, Step step, Outlet outlet) {
    step.notFinite.forEach(key -> outlet.dropped.accept(DropReason.NOT_FINITE, key));
    step.notFinite.clear();
    List<Datum> data = new ArrayList<>();
    step.singles(at, data);
    step.ready(at, data);
    List<SeriesKey> taken = new ArrayList<>();
    for (Map.Entry<SeriesKey, Scaled> d : List.copyOf(step.distributions.entrySet())) {
      distributionData(d.getKey(), at, d.getValue(), data);
      taken.add(d.getKey());
      if (data.size() >= outlet.portion) {
        handOver(step, data, taken, outlet);
        data = new ArrayList<>();
        taken.clear();
      }
      outlet.pause.run();
    }
    handOver(step, data, taken, outlet);
  }

  private static void handOver(Step step, List<Datum> data, List<SeriesKey> taken, Outlet outlet) {
    data.removeIf(datum -> !sendable(datum, outlet.budget, outlet.dropped));
    if (!data.isEmpty()) {
      outlet.to.accept(data);
    }
    step.clear(taken);
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
    Grouping grouping =
        Grouping.fit(scaled.distribution, scaled.divisor, wantedError, 2 * Datum.MOST_VALUES);
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
    private final List<SeriesKey> notFinite = new ArrayList<>();
    private final Map<SeriesKey, Double> sums = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> greatest = new LinkedHashMap<>();
    private final Map<SeriesKey, Double> totals = new LinkedHashMap<>();
    private final Map<SeriesKey, List<Ready>> ready = new LinkedHashMap<>();
    private final Map<SeriesKey, Scaled> distributions = new LinkedHashMap<>();

    /** A value that is no number costs itself, not the others of its series. */
    void single(
        Map<SeriesKey, Double> values,
        SeriesKey key,
        double value,
        BinaryOperator<Double> together) {
      if (Math.abs(value) <= GREATEST) {
        values.merge(key, value, together);
      } else {
        notFinite.add(key);
      }
    }

    /** Forgets what was handed over: all but distributions, and those of the keys. */
    void clear(List<SeriesKey> keys) {
      sums.clear();
      greatest.clear();
      totals.clear();
      ready.clear();
      keys.forEach(distributions::remove);
    }

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
