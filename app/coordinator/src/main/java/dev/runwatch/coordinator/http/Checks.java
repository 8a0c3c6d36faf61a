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

  /** Each part by name: {@code ok} and what else is worth knowing. */
  Map<String, Map<String, Object>> run();

  /** How old the result is. */
  Duration age();
}
