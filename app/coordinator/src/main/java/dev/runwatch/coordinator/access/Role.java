/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token is for. */
public enum Role {
  /** Creates, lists and stops runs, and reads events. */
  CLIENT,
  /** Registers a runner, executes its runs, and sees those only. */
  RUNNER,
  /** Reads the metrics page. */
  METRICS,
  /** May do everything. */
  ADMIN;

  /** The role as files and command lines spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that spelling, or empty. */
  public static Optional<Role> ofWireName(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }

  /** All spellings, for messages. */
  public static String wireNames() {
    return Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", "));
  }
}
