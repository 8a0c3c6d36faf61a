/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statistic with CloudWatch's name: {@code Sum}, {@code Average}, {@code Minimum}, {@code
 * Maximum}, {@code SampleCount}, a percentile {@code p0} to {@code p100}, or one of the trimmed
 * kind ({@code IQM}, {@code tm90}, {@code TM(10%:90%)}, {@code PR(:300)}…).
 *
 * @param name the name, exactly
 */
public record Statistic(String name) {

  private static final List<String> BASIC =
      List.of("Sum", "Average", "Minimum", "Maximum", "SampleCount");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,10})?)");
  private static final Pattern TRIMMED =
      Pattern.compile(
          "IQM|(?:tm|wm|tc|ts)\\d{1,3}(?:\\.\\d{1,10})?"
              + "|(?:TM|WM|TC|TS)\\([-+.\\d]*%?:[-+.\\d]*%?\\)|PR\\([-+.\\d]*:[-+.\\d]*\\)");

  public static final Statistic SUM = new Statistic("Sum");
  public static final Statistic AVERAGE = new Statistic("Average");
  public static final Statistic MINIMUM = new Statistic("Minimum");
  public static final Statistic MAXIMUM = new Statistic("Maximum");
  public static final Statistic SAMPLE_COUNT = new Statistic("SampleCount");

  /**
   * @throws IllegalArgumentException if CloudWatch has no statistic of that name
   */
  public Statistic {
    if (!BASIC.contains(name) && !isPercentile(name) && !TRIMMED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a statistic: Sum, Average, Minimum, Maximum, SampleCount or p0 to p100");
    }
  }

  /** Whether it belongs under {@code ExtendedStatistic} rather than {@code Statistic}. */
  public boolean isExtended() {
    return !BASIC.contains(name);
  }

  /** The percentile, 0 to 100, or empty when it is another statistic. */
  public OptionalDouble percentile() {
    Matcher matcher = PERCENTILE.matcher(name);
    return matcher.matches()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }

  private static boolean isPercentile(String name) {
    Matcher matcher = PERCENTILE.matcher(name);
    return matcher.matches() && Double.parseDouble(matcher.group(1)) <= 100;
  }

  @Override
  public String toString() {
    return name;
  }
}
