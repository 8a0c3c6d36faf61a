/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page of somebody else makes a browser send.
 *
 * <p>A browser lets any page send a POST with a plain text body to any address it can reach, the
 * loopback included. It says so in {@code Origin} and {@code Sec-Fetch-Site}, which a page cannot
 * change. A page can still bind its own name to 127.0.0.1; so a service that listens on the
 * loopback takes names of the loopback only in {@code Host}. Programs that are no browser send none
 * of the first two and are not affected.
 */
public final class BrowserGuard {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private final boolean loopback;

  /**
   * A guard.
   *
   * @param loopback whether the service listens on the loopback
   */
  public BrowserGuard(boolean loopback) {
    this.loopback = loopback;
  }

  /**
   * Why a request is refused, or empty if it is not.
   *
   * @param host the value of {@code Host}, or null
   * @param origin the value of {@code Origin}, or null
   * @param fetchSite the value of {@code Sec-Fetch-Site}, or null
   */
  public Optional<String> refusal(
      @Nullable String host, @Nullable String origin, @Nullable String fetchSite) {
    if (loopback && host != null && !LOOPBACK.matcher(name(host)).matches()) {
      return Optional.of("the Host header names no address of this machine's loopback");
    }
    if ("cross-site".equalsIgnoreCase(fetchSite) || "same-site".equalsIgnoreCase(fetchSite)) {
      return Optional.of("a page of another site sent this (Sec-Fetch-Site)");
    }
    if (origin != null && (host == null || !authority(origin).equals(plain(host)))) {
      return Optional.of("a page of another origin sent this (Origin)");
    }
    return Optional.empty();
  }

  /** The host name of {@code name:port} or {@code [address]:port}. */
  private static String name(String host) {
    return host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
  }

  private static String authority(String origin) {
    return plain(origin.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://", ""));
  }

  private static String plain(String authority) {
    return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
  }
}
