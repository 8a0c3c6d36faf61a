/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

/** What was recorded in one step. */
abstract class StepCell {

  /** The step of a cell that belongs to none. */
  static final long NO_STEP = Long.MIN_VALUE + 1;

  final long step;

  StepCell(long step) {
    this.step = step;
  }
}
