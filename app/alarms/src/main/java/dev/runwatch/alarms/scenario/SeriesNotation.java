/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Numbers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of series: {@code 3x5 0x5 _x2 7 1..5 9@90s}. A part is a value, a value with a
 * count, {@code _} for a missing value, or a ramp in steps of one. A part with {@code @DURATION}
 * arrives that long after the end of its minute.
 */
final class SeriesNotation {

  /** The largest number of values, more than two months of minutes. */
  static final int MAX_POINTS = 100_000;

  private static final Pattern TIMES = Pattern.compile("(.+)x(\\d{1,9})");
  private static final Pattern RAMP = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");
  private static final Pattern BLANK = Pattern.compile("[\\s,]+");

  private static final Duration LATEST = Duration.ofDays(15);

  private double[] points = new double[32];
  private int[] delays = new int[32];
  private int size;

  private SeriesNotation() {}

  /**
   * Parses a series.
   *
   * @return the values, oldest first, NaN for a missing one
   * @throws IllegalArgumentException that names the part that is not valid
   */
  static double[] parse(String text) {
    return series(text).values();
  }

  /** Parses a series as {@link #parse} does, with the delays of late values. */
  static ScenarioSeries series(String text) {
    SeriesNotation notation = new SeriesNotation();
    for (String part : BLANK.split(text.strip(), -1)) {
      if (!part.isEmpty()) {
        notation.part(part);
      }
    }
    return ScenarioSeries.of(Arrays.copyOf(notation.points, notation.size))
        .delayed(Arrays.copyOf(notation.delays, notation.size));
  }

  private void part(String part) {
    int mark = part.indexOf('@');
    int first = size;
    add(mark < 0 ? part : part.substring(0, mark), part);
    if (mark >= 0) {
      Optional<Duration> delay =
          Durations.parse(part.substring(mark + 1)).filter(d -> d.compareTo(LATEST) <= 0);
      if (delay.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + part + "' has no delay: write VALUE@90s, at most 15d");
      }
      Arrays.fill(delays, first, size, (int) delay.get().toSeconds());
    }
  }

  private void add(String text, String part) {
    Matcher ramp = RAMP.matcher(text);
    if (ramp.matches()) {
      long from = Long.parseLong(ramp.group(1));
      long to = Long.parseLong(ramp.group(2));
      reserve(Math.abs(to - from) + 1, part);
      for (long value = from; ; value += to >= from ? 1 : -1) {
        points[size++] = value;
        if (value == to) {
          return;
        }
      }
    }
    Matcher times = TIMES.matcher(text);
    boolean counted = times.matches();
    double value = value(counted ? times.group(1) : text, part);
    long count = counted ? Long.parseLong(times.group(2)) : 1;
    reserve(count, part);
    Arrays.fill(points, size, size + (int) count, value);
    size += (int) count;
  }

  private static double value(String text, String part) {
    if (text.equals("_")) {
      return Double.NaN;
    }
    OptionalDouble number = Numbers.parse(text);
    if (number.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + part
              + "' is not part of a series: write VALUE, VALUExCOUNT, _ or 1..5, and @90s after a late one");
    }
    return number.getAsDouble();
  }

  private void reserve(long count, String part) {
    if (size + count > MAX_POINTS) {
      throw new IllegalArgumentException(
          "'" + part + "' makes the series longer than " + MAX_POINTS + " values");
    }
    if (size + count > points.length) {
      points = Arrays.copyOf(points, (int) Math.min(MAX_POINTS, (size + count) * 2));
      delays = Arrays.copyOf(delays, points.length);
    }
  }
}
