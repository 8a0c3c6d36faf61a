/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * One datum, ready to be sent: the samples of one series in one step.
 *
 * @param key whose samples
 * @param step when the step started
 * @param values the distinct values, 1 to 150
 * @param counts how often each occurred; empty when there is one value that occurred once
 * @param additive whether accepting it twice would count something twice
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record Datum(
    SeriesKey key, Instant step, double[] values, double[] counts, boolean additive) {

  /** The most distinct values of a datum. Source: the API reference of PutMetricData. */
  public static final int MOST_VALUES = 150;

  public Datum {
    if (values.length == 0 || values.length > MOST_VALUES) {
      throw new IllegalArgumentException("values: 1 to 150 are allowed, not " + values.length);
    }
    if (counts.length != values.length && !(counts.length == 0 && values.length == 1)) {
      throw new IllegalArgumentException("counts: as many as values are needed");
    }
  }

  /** A single sample. */
  public static Datum single(SeriesKey key, Instant step, double value, boolean additive) {
    return new Datum(key, step, new double[] {value}, new double[0], additive);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Datum that
        && key.equals(that.key)
        && step.equals(that.step)
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts)
        && additive == that.additive;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, step, Arrays.hashCode(values), Arrays.hashCode(counts), additive);
  }

  @Override
  public String toString() {
    return key + "@" + step + Arrays.toString(values) + "x" + Arrays.toString(counts);
  }
}
