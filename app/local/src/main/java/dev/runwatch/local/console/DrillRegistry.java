/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.util.Set;

/** The drills that the console offers. */
public interface DrillRegistry {

  /** The drills there are. */
  Set<String> names();

  /**
   * Begins a drill and returns at once.
   *
   * @return false if there is none of that name
   */
  boolean begin(String name);
}
