/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests of pages of other sites: their {@code Origin} is foreign, and so is the {@code
 * Host} of a name that was made to resolve to loopback (DNS rebinding).
 */
final class SameOrigin {

  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String SCHEME = "http://";

  private final int port;

  /**
   * @param port where the server listens on loopback
   */
  SameOrigin(int port) {
    this.port = port;
  }

  /**
   * Whether the headers of a request name this server only.
   *
   * @param hosts the values of {@code Host}, or null
   * @param origins the values of {@code Origin}, or null
   */
  boolean allows(@Nullable List<String> hosts, @Nullable List<String> origins) {
    return (hosts == null || hosts.stream().allMatch(this::isOwn))
        && (origins == null
            || origins.stream()
                .allMatch(it -> it.startsWith(SCHEME) && isOwn(it.substring(SCHEME.length()))));
  }

  private boolean isOwn(String address) {
    String suffix = ":" + port;
    return address.endsWith(suffix)
        && LOOPBACK_NAMES.contains(address.substring(0, address.length() - suffix.length()));
  }
}
