/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/** A run cannot be started, and the fault is this runner's: another one may execute it. */
final class RunnerFaultException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  RunnerFaultException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
