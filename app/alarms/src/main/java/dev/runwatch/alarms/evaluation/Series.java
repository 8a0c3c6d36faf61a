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

/** Values by the start of their period, oldest first; some may be missing. Immutable. */
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
   * A series of these values.
   *
   * @param start the start of the first period
   * @param period the length of every period
   * @param values oldest first; NaN is a missing one, for CloudWatch has no NaN
   */
  public static Series of(Instant start, Duration period, double... values) {
    return new Series(start, period, values.clone());
  }

  /** A series of these values, null for a missing one. */
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

  /** How many periods there are. */
  public int size() {
    return size;
  }

  /** The value of period {@code index}, oldest 0, or empty where it is missing. */
  public OptionalDouble value(int index) {
    double value = raw(index);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The value of the period that begins then, or empty where it is missing or out of range. */
  public OptionalDouble at(Instant periodStart) {
    long nanos = Duration.between(start(), periodStart).toNanos();
    long index = Math.floorDiv(nanos, period.toNanos());
    return Math.floorMod(nanos, period.toNanos()) == 0 && index >= 0 && index < size
        ? value((int) index)
        : OptionalDouble.empty();
  }

  /** The start of period {@code index}. */
  public Instant time(int index) {
    return origin.plus(period.multipliedBy((long) offset + index));
  }

  /** The values, NaN for a missing one; a copy. */
  public double[] values() {
    return Arrays.copyOfRange(values, offset, offset + size);
  }

  /** The newest periods alone; a view. */
  Series newest(int count) {
    return part(size - count, count);
  }

  /** Some of the periods; a view. */
  Series part(int first, int count) {
    return count == size ? this : new Series(origin, period, values, offset + first, count);
  }

  /** Whether none of the newest periods is missing. */
  boolean isWhole(int count) {
    for (int i = size - count; i < size; i++) {
      if (Double.isNaN(raw(i))) {
        return false;
      }
    }
    return true;
  }

  /** The value of period {@code index}, NaN where it is missing. */
  double raw(int index) {
    return values[offset + Objects.checkIndex(index, size)];
  }

  /** The values themselves, for those who do not change them. */
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
