/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

/** A signal has ended the checklist. */
final class InterruptedConformanceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InterruptedConformanceException() {
    super("interrupted");
  }
}
