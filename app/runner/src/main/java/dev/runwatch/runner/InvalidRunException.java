/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/** A run cannot be executed as it is; the message says why, for the one who posted it. */
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
