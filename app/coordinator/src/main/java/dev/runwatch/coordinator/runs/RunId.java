/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The id of a run.
 *
 * @param value {@code run_} and 12 hexadecimal digits for ids made here; any text when it came from
 *     a client, which then names no run
 */
public record RunId(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new id. */
  public static RunId random() {
    byte[] bytes = new byte[6];
    RANDOM.nextBytes(bytes);
    return new RunId("run_" + HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return value;
  }
}
