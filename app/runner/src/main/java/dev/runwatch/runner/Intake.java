/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/** Decides whether this runner takes runs: not while it drains, and not while it is faulty. */
final class Intake {

  private final RunnerFaults faults;
  private volatile boolean closed;

  Intake(RunnerFaults faults) {
    this.faults = faults;
  }

  RunnerFaults faults() {
    return faults;
  }

  /** Takes no more runs. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  boolean mayPoll() {
    return !closed && faults.mayPoll();
  }
}
