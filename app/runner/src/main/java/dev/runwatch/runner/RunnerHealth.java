/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.Optional;

/**
 * The state of a runner at one moment.
 *
 * @param fault why it takes no runs, if it cannot start processes
 * @param coordinatorReachable whether its last heartbeat or poll was answered
 * @param draining whether it is ending
 * @param slots how many runs it executes at a time
 * @param busySlots how many it executes now
 */
public record RunnerHealth(
    Optional<String> fault,
    boolean coordinatorReachable,
    boolean draining,
    int slots,
    int busySlots) {

  /**
   * Whether it does its work. An unreachable coordinator is none of its faults: a supervisor that
   * restarted it then would end its runs.
   */
  public boolean isHealthy() {
    return fault.isEmpty();
  }
}
