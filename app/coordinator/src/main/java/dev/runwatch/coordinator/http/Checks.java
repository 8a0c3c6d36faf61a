/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.time.Duration;
import java.util.Map;

/** The parts of a service's health. */
public interface Checks {

  /** The part without which requests are served all the same. */
  String SWEEPER = "sweeper";

  /** The state of one part; its components are what {@code GET /health} shows of it. */
  sealed interface Check {

    /** Whether it does what it should. */
    boolean ok();
  }

  /** A part that fails, and why. */
  record Failed(boolean ok, String error) implements Check {
    public Failed(String error) {
      this(false, error);
    }
  }

  /** The store can be written, and a write takes so long. */
  record Written(boolean ok, double writeSeconds) implements Check {}

  /** Runners and runs are swept. */
  record Swept(boolean ok, double secondsSinceSweep, long failures) implements Check {}

  /** Runners and runs are not swept any more. */
  record NotSwept(boolean ok, double secondsSinceSweep, long failures, String error)
      implements Check {}

  /** Each part by name. */
  Map<String, Check> run();

  /** How old the result is. */
  Duration age();
}
