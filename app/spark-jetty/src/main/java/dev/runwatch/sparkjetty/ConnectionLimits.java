/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts open connections, all and by address.
 *
 * <p>The loopback has no limit by address, and a few connections beyond the limit of all: the
 * service's own health check comes from there. Safe for use by many threads.
 */
public final class ConnectionLimits {

  private static final int RESERVED_FOR_LOOPBACK = 64;

  private final int max;
  private final int maxPerAddress;
  private final Map<Object, InetAddress> open = new HashMap<>();
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();

  /**
   * Limits.
   *
   * @param max how many connections may be open
   * @param maxPerAddress how many connections one address may have open
   */
  public ConnectionLimits(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /**
   * Counts a connection if it is within the limits.
   *
   * @param connection any object that is this connection's alone
   * @return whether it may stay open; then {@link #closed} must follow
   */
  synchronized boolean opened(Object connection, InetAddress address) {
    boolean loopback = address.isLoopbackAddress();
    int ofAddress = byAddress.getOrDefault(address, 0);
    if (open.size() >= (loopback ? max + RESERVED_FOR_LOOPBACK : max)
        || (!loopback && ofAddress >= maxPerAddress)) {
      return false;
    }
    open.put(connection, address);
    byAddress.put(address, ofAddress + 1);
    return true;
  }

  /** Counts the end of a connection; the second time it changes nothing. */
  synchronized void closed(Object connection) {
    InetAddress address = open.remove(connection);
    if (address != null) {
      byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How many connections are open. */
  synchronized int open() {
    return open.size();
  }
}
