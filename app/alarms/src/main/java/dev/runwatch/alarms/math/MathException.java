/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

/** Thrown for an expression that CloudWatch would refuse or that is not supported here. */
public final class MathException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to write instead
   */
  public MathException(String message) {
    super(message);
  }
}
