/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a duration: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 14d}. */
public final class Durations {

  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

  private Durations() {}

  /**
   * Parses days, hours, minutes and seconds, in that order, each a whole number.
   *
   * @return the duration, or empty if the text is not one
   */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(group(matcher, 1))
            .plusHours(group(matcher, 2))
            .plusMinutes(group(matcher, 3))
            .plusSeconds(group(matcher, 4)));
  }

  /**
   * Formats whole hours and two hours or more as {@code 72h} and {@code 2h20m}, other whole minutes
   * as {@code 8m} and any other duration in seconds, as {@code 90s}; fractions of a second are
   * dropped.
   */
  public static String format(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes == 0 || (minutes < 120 && minutes != 60)) {
      return minutes + "m";
    }
    return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
  }

  private static long group(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }
}
