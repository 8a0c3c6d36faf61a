/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

/**
 * Who a store belongs to. The store keeps it, and refuses everybody else.
 *
 * @param environment the environment of the metrics that count these runs
 * @param role what opens the store
 */
public record StoreOwner(String environment, Role role) {

  /** What opens stores. */
  public enum Role {
    /** A service. */
    COORDINATOR,
    /** A rehearsal on one machine. */
    LOCAL
  }
}
