/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Locale;

/** How urgent an alarm is, which decides the topic its notifications go to. */
public enum Severity {
  /** Wakes somebody. */
  CRITICAL,
  /** Wanted within the hour. */
  HIGH,
  /** Wanted within the day. */
  MEDIUM;

  /** The word of definition and scenario files, such as {@code critical}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
