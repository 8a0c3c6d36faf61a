/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.Locale;

/** The urgency of an alarm, which selects the topic of its notifications. */
public enum Severity {
  /** Act at once, at any hour. */
  CRITICAL,
  /** Act within the hour. */
  HIGH,
  /** Act within the day. */
  MEDIUM;

  /** The word in files and texts, such as {@code critical}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
