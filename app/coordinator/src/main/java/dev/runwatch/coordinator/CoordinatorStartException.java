/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

/** A coordinator cannot start. The message is one line for people. */
public final class CoordinatorStartException extends Exception {

  private static final long serialVersionUID = 1L;

  CoordinatorStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
