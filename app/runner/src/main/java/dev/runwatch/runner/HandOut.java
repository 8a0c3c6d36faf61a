/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/**
 * One hand-out of a run. The coordinator may hand out a run again after it was lost; the attempt
 * tells the hand-outs apart.
 *
 * @param runId the run
 * @param attempt the number of the hand-out; 0 for a coordinator that does not count them
 */
record HandOut(String runId, int attempt) {

  /** Whether it is certain that the other is another hand-out of the same run. */
  boolean differsFrom(HandOut other) {
    return attempt != 0 && other.attempt != 0 && attempt != other.attempt;
  }
}
