/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts {@code host:port} and {@code [ipv6]:port}; the host name must resolve. */
final class Address implements ITypeConverter<InetSocketAddress> {

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw refused(text);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (host.isBlank() || port < 0 || port > 65_535 || text.endsWith("+" + port)) {
        throw refused(text);
      }
      InetSocketAddress address = InetSocketAddress.createUnresolved(host, port);
      InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), port);
      if (resolved.isUnresolved()) {
        throw new TypeConversionException("'" + text + "': the host name cannot be resolved");
      }
      return resolved;
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'" + text + "' is not an address; allowed: host:port with a port from 0 to 65535");
  }
}
