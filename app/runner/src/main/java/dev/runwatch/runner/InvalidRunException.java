/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/** A run cannot be executed; the message tells the creator of the run why. */
final class InvalidRunException extends Exception {

  private static final long serialVersionUID = 1;

  private final String reason;

  InvalidRunException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
