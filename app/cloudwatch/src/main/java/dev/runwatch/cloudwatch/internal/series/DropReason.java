/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

/** Why a datum was dropped. */
public enum DropReason {
  /** A gauge or a sum that is not a finite number, or beyond what CloudWatch takes. */
  NOT_FINITE("not_finite"),
  /** A negative duration or amount was recorded. */
  NEGATIVE("negative"),
  /** The budget of metrics is used up. */
  BUDGET("budget"),
  /** CloudWatch refused this very datum. */
  REJECTED("rejected"),
  /** Not accepted within the time for which data are kept. */
  TOO_OLD("too_old"),
  /** The journal, or without one the memory for unsent data, is full. */
  OVERFLOW("overflow"),
  /** An attempt may have been accepted, and the policy is not to send again. */
  AMBIGUOUS("ambiguous"),
  /** The journal was damaged. */
  DAMAGED("damaged"),
  /** Unsent when the registry was closed, and there was no journal to keep it. */
  CLOSED("closed");

  private final String label;

  DropReason(String label) {
    this.label = label;
  }

  /** As published. */
  public String label() {
    return label;
  }
}
