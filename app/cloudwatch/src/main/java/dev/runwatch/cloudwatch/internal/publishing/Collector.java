/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

/** Something that is published. */
public interface Collector {

  /**
   * Puts what was recorded since the last seal into the roll-up. Called by one thread at a time.
   */
  void seal(CollectionPass sealing);
}
