/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

/** A meter that is published. */
public interface Collector {

  /**
   * Adds what was recorded since the last collection to the roll-up. Called by one thread at a
   * time.
   */
  void collect(CollectionPass pass);
}
