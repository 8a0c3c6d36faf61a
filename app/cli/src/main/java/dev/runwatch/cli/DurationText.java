/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts durations: {@code 500ms}, {@code 2s}, {@code 10m}, {@code 1h}, {@code 30d}. */
class DurationText implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private final Duration longest;
  private final String allowed;

  DurationText() {
    this(Duration.ofDays(30), "1ms to 720h, such as 500ms, 2s, 10m or 1h");
  }

  private DurationText(Duration longest, String allowed) {
    this.longest = longest;
    this.allowed = allowed;
  }

  /** Converts durations of up to ten years. */
  static final class Years extends DurationText {
    Years() {
      super(Duration.ofDays(3650), "1ms to 3650d, such as 12h or 30d");
    }
  }

  @Override
  public Duration convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused(text);
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (duration.isZero() || duration.compareTo(longest) > 0) {
      throw refused(text);
    }
    return duration;
  }

  private TypeConversionException refused(String text) {
    return new TypeConversionException("'" + text + "' is not a duration; allowed: " + allowed);
  }
}
