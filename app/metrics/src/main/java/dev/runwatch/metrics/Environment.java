/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import dev.runwatch.common.Quoted;
import java.util.regex.Pattern;

/**
 * The name of an environment: the value of the dimension {@link MetricCatalogue#ENVIRONMENT}, and
 * the middle of the names of everything that is deployed for it, such as {@code
 * runwatch-prod-critical}. Immutable.
 *
 * <p>A name that services accept can be deployed, so the rule is that of the strictest deployed
 * name, the stack's: CloudFormation allows letters, digits and hyphens. Topics, queues and IAM
 * policies allow these and more. The length is a limit of Runwatch's own; with it the longest of
 * those names has 50 characters, and a topic's display name, which AWS limits to 100, fits.
 *
 * @param name 1 to 32 letters, digits and hyphens of ASCII, the first a letter or digit
 */
public record Environment(String name) {

  /** What is allowed, as error messages say it. */
  public static final String ALLOWED = "1 to 32 of A-Z a-z 0-9 and -, the first a letter or digit";

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,31}");

  /**
   * @throws IllegalArgumentException if the name is not legal; the message says what is allowed
   */
  public Environment {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(name) + " cannot name an environment; allowed: " + ALLOWED);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
