/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A time series: one value or none per period, oldest first. Immutable. */
public final class Series {

  private final Instant origin;
  private final Duration period;
  private final double[] values;
  private final int offset;
  private final int size;

  private Series(Instant start, Duration period, double[] values) {
    this(start, period, values, 0, values.length);
  }

  private Series(Instant origin, Duration period, double[] values, int offset, int size) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period must be positive: " + period);
    }
    this.origin = origin;
    this.period = period;
    this.values = values;
    this.offset = offset;
    this.size = size;
  }

  /**
   * A series of values.
   *
   * @param start the start of the first period
   * @param period the length of every period
   * @param values oldest first, NaN for a missing one; copied
   */
  public static Series of(Instant start, Duration period, double... values) {
    return new Series(start, period, values.clone());
  }

  /** A series of values, null for a missing one. */
  @NullUnmarked // javac 17 does not read @Nullable on a type argument from a class file
  public static Series of(Instant start, Duration period, List<@Nullable Double> values) {
    double[] array = new double[values.size()];
    for (int i = 0; i < array.length; i++) {
      Double value = values.get(i);
      array[i] = value == null ? Double.NaN : value;
    }
    return new Series(start, period, array);
  }

  /** A series of missing values. */
  public static Series missing(Instant start, Duration period, int size) {
    double[] array = new double[size];
    Arrays.fill(array, Double.NaN);
    return new Series(start, period, array);
  }

  /** The start of the first period. */
  public Instant start() {
    return time(0);
  }

  /** The length of every period. */
  public Duration period() {
    return period;
  }

  /** The number of periods. */
  public int size() {
    return size;
  }

  /** The value of a period, or empty if it is missing; the oldest has index 0. */
  public OptionalDouble value(int index) {
    double value = raw(index);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The value of the period that starts then, or empty if it is missing or out of range. */
  public OptionalDouble at(Instant periodStart) {
    long nanos = Duration.between(start(), periodStart).toNanos();
    long index = Math.floorDiv(nanos, period.toNanos());
    return Math.floorMod(nanos, period.toNanos()) == 0 && index >= 0 && index < size
        ? value((int) index)
        : OptionalDouble.empty();
  }

  /** The start of a period. */
  public Instant time(int index) {
    // Duration.multipliedBy computes with BigDecimal, which takes longer than an evaluation.
    return origin.plusNanos(period.toNanos() * (offset + index));
  }

  /** The values, NaN for a missing one; a copy. */
  public double[] values() {
    return Arrays.copyOfRange(values, offset, offset + size);
  }

  /** A view of the newest periods. */
  Series newest(int count) {
    return part(size - count, count);
  }

  /** A view of some periods. */
  Series part(int first, int count) {
    return count == size ? this : new Series(origin, period, values, offset + first, count);
  }

  /** The same with another newest value. */
  Series withNewest(double value) {
    double[] changed = values();
    changed[size - 1] = value;
    return new Series(start(), period, changed);
  }

  /** Whether all of the newest periods have values. */
  boolean isWhole(int count) {
    for (int i = size - count; i < size; i++) {
      if (Double.isNaN(raw(i))) {
        return false;
      }
    }
    return true;
  }

  /** The value of a period, NaN if it is missing. */
  double raw(int index) {
    return values[offset + Objects.checkIndex(index, size)];
  }

  /** The values, not always a copy; do not modify them. */
  double[] shared() {
    return size == values.length ? values : values();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Series that
        && start().equals(that.start())
        && period.equals(that.period)
        && Arrays.equals(values(), that.values());
  }

  @Override
  public int hashCode() {
    return 31 * start().hashCode() + Arrays.hashCode(values());
  }

  @Override
  public String toString() {
    return start() + " every " + period + " " + Arrays.toString(values());
  }
}
