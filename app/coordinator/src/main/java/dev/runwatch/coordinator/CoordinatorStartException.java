/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

/** A coordinator that could not start. The message is one line for its operator. */
public final class CoordinatorStartException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean misconfigured;

  CoordinatorStartException(String message, Throwable cause) {
    super(message, cause);
    this.misconfigured = false;
  }

  private CoordinatorStartException(String message) {
    super(message);
    this.misconfigured = true;
  }

  /** What was asked for is refused, and would be refused again. */
  static CoordinatorStartException misconfigured(String message) {
    return new CoordinatorStartException(message);
  }

  /** Whether the configuration has to change; a second try with the same one fails too. */
  public boolean isMisconfigured() {
    return misconfigured;
  }
}
