/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param name the name of the token, or null where the coordinator has no tokens
 */
public record Caller(Role role, @Nullable String name) {

  /** Everybody, where there are no tokens. */
  public static final Caller ANYBODY = new Caller(Role.ADMIN, null);
}
