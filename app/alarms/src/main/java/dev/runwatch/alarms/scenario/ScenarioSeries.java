/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one metric in a case, when they arrive, and of how many samples they are made. */
public final class ScenarioSeries {

  private final double[] values;
  private final int @Nullable [] delays;
  private final double @Nullable [] samples;

  private ScenarioSeries(double[] values, int @Nullable [] delays, double @Nullable [] samples) {
    this.values = values;
    this.delays = delays;
    this.samples = samples;
  }

  /**
   * Values that arrive at the end of their minute.
   *
   * @param values oldest first, NaN for a missing one; not copied
   */
  public static ScenarioSeries of(double[] values) {
    return new ScenarioSeries(values, null, null);
  }

  /**
   * The same values where some arrive later.
   *
   * @param delays how many seconds after the end of its minute each value arrives; not copied
   */
  ScenarioSeries delayed(int[] delays) {
    boolean late = Arrays.stream(delays).anyMatch(delay -> delay > 0);
    return new ScenarioSeries(values, late ? delays : null, samples);
  }

  /** The same values where every value that is not late already arrives that much later. */
  ScenarioSeries delayed(Duration delay) {
    int[] all = delays == null ? new int[values.length] : delays.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = all[i] == 0 ? (int) delay.toSeconds() : all[i];
    }
    return delayed(all);
  }

  /**
   * The same values with the number of samples behind each.
   *
   * @param counts one per value, NaN for none; not copied
   */
  ScenarioSeries withSamples(double[] counts) {
    return new ScenarioSeries(values, delays, counts);
  }

  /** The number of values. */
  int size() {
    return values.length;
  }

  /** A value, NaN if it is missing. */
  double value(int index) {
    return values[index];
  }

  /** How many milliseconds after the end of its minute a value arrives. */
  long delayMillis(int index) {
    return delays == null ? 0 : delays[index] * 1000L;
  }

  boolean isEverLate() {
    return delays != null;
  }

  /** The numbers of samples as a series, or null where they are not known. */
  @Nullable ScenarioSeries samples() {
    return samples == null ? null : ScenarioSeries.of(samples);
  }

  /** The values, oldest first, NaN for a missing one; a copy. */
  public double[] values() {
    return values.clone();
  }
}
