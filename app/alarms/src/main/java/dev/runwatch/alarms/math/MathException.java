/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

/** An expression that CloudWatch would refuse, or one that is not read here, and why. */
public final class MathException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to write instead
   */
  public MathException(String message) {
    super(message);
  }
}
