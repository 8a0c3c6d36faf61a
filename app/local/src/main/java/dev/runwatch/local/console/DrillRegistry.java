/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.util.Set;

/** The drills that the console offers. Thread-safe. */
public interface DrillRegistry {

  /** The names of the drills, in the order in which the page shows them. */
  Set<String> names();

  /**
   * Begins a drill and returns at once.
   *
   * @return false if there is no drill of this name
   */
  boolean begin(String name);
}
