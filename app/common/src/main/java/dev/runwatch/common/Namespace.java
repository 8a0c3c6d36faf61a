/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import org.jspecify.annotations.Nullable;

/**
 * A namespace of CloudWatch metrics, by CloudWatch's own rule: 1 to 255 printable ASCII characters,
 * at least one of them not a space, the first not a colon; names that begin with {@code AWS/}
 * belong to AWS. Immutable.
 *
 * <p>Source: API reference of PutMetricData (ASCII without control characters, pattern {@code
 * [^:].*}, length, {@code AWS/}) and of MetricStreamFilter (characters 32 to 126, at least one not
 * white space).
 *
 * @param name the namespace, as requests carry it
 */
public record Namespace(String name) {

  /** What is allowed, as error messages say it. */
  public static final String ALLOWED =
      "1 to 255 printable ASCII characters that are not all spaces and do not begin with ':' or"
          + " 'AWS/'";

  private static final int MAX_LENGTH = 255;
  private static final String RESERVED = "AWS/";

  /**
   * @throws IllegalArgumentException if CloudWatch refuses the name; the message says what is
   *     allowed
   */
  public Namespace {
    if (!isLegal(name)) {
      throw new IllegalArgumentException(
          Quoted.of(name) + " is not a CloudWatch namespace; allowed: " + ALLOWED);
    }
  }

  /** Whether CloudWatch accepts a name; null is not accepted. */
  public static boolean isLegal(@Nullable String name) {
    return name != null
        && !name.isBlank()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> c >= ' ' && c <= '~')
        && name.charAt(0) != ':'
        && !name.startsWith(RESERVED);
  }

  @Override
  public String toString() {
    return name;
  }
}
