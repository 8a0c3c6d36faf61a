/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.regex.Pattern;

/**
 * The rule for the id of a metric or an expression, by the API reference of {@code
 * MetricDataQuery}: a lower-case letter, then letters, digits and underscores, 255 characters at
 * most.
 */
public final class MetricId {

  /** How to write an id, for an error message. */
  public static final String RULE =
      "begin with a lower-case letter, go on with letters, digits and _, and stop at 255 characters";

  private static final Pattern VALID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");

  private MetricId() {}

  /** Whether CloudWatch accepts the id. */
  public static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }
}
