/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.PeriodOverride;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time range that is drawn, and the periods that suit it.
 *
 * @param from the first moment, a whole minute
 * @param to the end, a whole minute after {@code from}
 * @param minute the length of a minute: 60 s, or less in a rehearsal
 * @param now the time of the request
 */
record Window(Instant from, Instant to, Duration minute, Instant now) {

  /** How many points a line has at most. */
  static final int MOST_POINTS = 1440;

  /** How many points a line has at most whose period follows the time range. */
  private static final int MOST_AUTOMATIC_POINTS = 480;

  private static final Pattern BEFORE =
      Pattern.compile(
          "-P(?:(\\d{1,2})M)?(?:(\\d{1,3})W)?(?:(\\d{1,4})D)?"
              + "(?:T(?:(\\d{1,5})H)?(?:(\\d{1,7})M)?(?:(\\d{1,9})S)?)?");

  /** The groups of the pattern. */
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1));

  private static final int[] MINUTES = {1, 5, 15, 60, 360, 1440, 10_080};
  private static final Duration REAL_MINUTE = Duration.ofMinutes(1);

  /** CloudWatch keeps minutes for 15 days and five minutes for 63 days. */
  private static final int MINUTES_KEPT = 15 * 1440;

  private static final int FIVE_MINUTES_KEPT = 63 * 1440;

  /**
   * Reads a range.
   *
   * @param from an ISO-8601 time, or a period before the end such as {@code -PT3H}, in minutes of
   *     the given length
   * @param to an ISO-8601 time, or null for the end of the newest whole minute
   * @throws InvalidRangeException if it cannot be read or is empty
   */
  static Window of(String from, @Nullable String to, Duration minute, Instant now) {
    Instant end = floor(to == null ? now : instant("to", to), minute);
    Instant start =
        from.startsWith("-P")
            ? end.minus(scaled(before(from), minute))
            : floor(instant("from", from), minute);
    if (!start.isBefore(end)) {
      throw new InvalidRangeException("from", "at least a minute before to");
    }
    return new Window(start, end, minute, now);
  }

  private static Instant instant(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidRangeException(
          field, "a time such as 2030-01-31T08:00:00Z, or a period before now such as -PT3H");
    }
  }

  /** A month counts as 30 days. */
  private static Duration before(String text) {
    Matcher parts = BEFORE.matcher(text);
    if (parts.matches()) {
      Duration all = Duration.ZERO;
      for (int i = 0; i < UNITS.size(); i++) {
        String count = parts.group(i + 1);
        all = count == null ? all : all.plus(UNITS.get(i).multipliedBy(Integer.parseInt(count)));
      }
      if (!all.isZero()) {
        return all;
      }
    }
    throw new InvalidRangeException("from", "a period before now such as -PT3H or -P7D");
  }

  /** A length of real time in minutes of another length. */
  private static Duration scaled(Duration real, Duration minute) {
    return Duration.ofMillis(real.toMillis() * minute.toMillis() / REAL_MINUTE.toMillis());
  }

  private static Instant floor(Instant time, Duration unit) {
    return Instant.ofEpochMilli(
        Math.floorDiv(time.toEpochMilli(), unit.toMillis()) * unit.toMillis());
  }

  /** The length of the range. */
  Duration length() {
    return Duration.between(from, to);
  }

  /**
   * The period in which a line is read: its own, or a longer one where CloudWatch no longer has the
   * data, or where the range would have too many points.
   *
   * @param own the period in the body, in real minutes
   */
  Duration period(Duration own, PeriodOverride override) {
    Duration least =
        override == PeriodOverride.AUTO ? least(MOST_AUTOMATIC_POINTS) : least(MOST_POINTS);
    Duration scaled = scaled(own, minute);
    boolean ownSuits = scaled.compareTo(least) >= 0 && override == PeriodOverride.INHERIT;
    boolean fine = own.compareTo(REAL_MINUTE) < 0 && points(scaled) <= MOST_POINTS;
    Duration chosen = ownSuits || fine ? scaled : least;
    return chosen.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : chosen;
  }

  private Duration least(int points) {
    long age = Duration.between(from, now).toMillis() / minute.toMillis();
    for (int minutes : MINUTES) {
      boolean kept =
          (age <= MINUTES_KEPT || minutes >= 5) && (age <= FIVE_MINUTES_KEPT || minutes >= 60);
      Duration period = minute.multipliedBy(minutes);
      if (kept && points(period) <= points) {
        return period;
      }
    }
    return minute.multipliedBy(MINUTES[MINUTES.length - 1]);
  }

  private long points(Duration period) {
    return period.isZero() ? Long.MAX_VALUE : length().toMillis() / period.toMillis();
  }

  /** The points of time of a step that cover the range. */
  Grid grid(Duration step) {
    if (step.compareTo(length()) >= 0) {
      return new Grid(from.getEpochSecond(), length().toSeconds(), 1);
    }
    Instant start = floor(from, step);
    long count = (Duration.between(start, to).toMillis() + step.toMillis() - 1) / step.toMillis();
    return new Grid(start.getEpochSecond(), step.toSeconds(), (int) count);
  }
}
