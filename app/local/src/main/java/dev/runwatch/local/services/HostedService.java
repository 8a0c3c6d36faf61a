/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.services;

import dev.runwatch.coordinator.CoordinatorStartException;

/** A service of a rehearsal that can be stopped and started again. Thread-safe. */
public interface HostedService {

  /**
   * Starts the service; does nothing if it runs.
   *
   * @throws CoordinatorStartException if a coordinator cannot start
   */
  void start() throws CoordinatorStartException;

  /** Stops the service and its metrics, as the end of its process would; waits for the end. */
  void stop();
}
