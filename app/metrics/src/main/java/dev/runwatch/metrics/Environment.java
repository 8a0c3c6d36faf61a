/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.util.regex.Pattern;

/**
 * The name of an environment, the value of the dimension {@link MetricCatalogue#ENVIRONMENT}.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 _ -}, beginning with a letter or digit
 */
public record Environment(String name) {

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /**
   * @throws IllegalArgumentException if the name is not legal
   */
  public Environment {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not an environment: 1 to 64 of A-Z a-z 0-9 _ - are allowed");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
