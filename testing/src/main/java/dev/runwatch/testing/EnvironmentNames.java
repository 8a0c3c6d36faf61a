/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Names on which everything that takes an environment must agree; a {@code MethodSource}. */
public final class EnvironmentNames {

  private EnvironmentNames() {}

  /** A name, and whether it can name an environment. */
  public static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("prod", true),
        Arguments.of("prod-eu", true),
        Arguments.of("2025-prod", true),
        Arguments.of("e".repeat(32), true),
        Arguments.of("e".repeat(33), false),
        Arguments.of("e".repeat(64), false),
        Arguments.of("prod_eu", false),
        Arguments.of("-prod", false),
        Arguments.of("prod.eu", false),
        Arguments.of("prod eu", false),
        Arguments.of("pröd", false));
  }
}
