/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.time.Instant;

/** The time, and waiting for it. */
interface Timeline {

  Instant now();

  /**
   * Waits until then; returns at once if it has passed.
   *
   * @throws InterruptedConformanceException if it was interrupted
   */
  void until(Instant then);

  /** The time of the machine. */
  static Timeline system() {
    return new Timeline() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void until(Instant then) {
        try {
          Thread.sleep(Math.max(0, Duration.between(now(), then).toMillis()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedConformanceException();
        }
      }
    };
  }
}
