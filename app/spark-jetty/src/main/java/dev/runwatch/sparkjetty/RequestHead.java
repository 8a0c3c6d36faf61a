/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request without its body. Valid after the request has been answered, too. */
public interface RequestHead {

  /** The method as the client sent it, which may be one that no route has. */
  String method();

  /** The path as the client sent it, still percent-encoded. */
  String path();

  /**
   * A parameter of the path, decoded.
   *
   * @param name its name in the route's path, without braces
   * @throws IllegalArgumentException if the route's path has no such parameter
   */
  String pathParameter(String name);

  /** The first value of a query parameter, decoded, or null if the query does not have it. */
  @Nullable String query(String name);

  /** The first value of a header, by its case-insensitive name, or null. */
  @Nullable String header(String name);

  /** The IP address of the client, without its port. */
  String clientAddress();

  /** Attaches a value for the handler of the request, in place of one of the same class. */
  void attach(Object value);

  /**
   * The value of a class that the guard has attached.
   *
   * @throws IllegalStateException if there is none
   */
  default <T> T attached(Class<T> type) {
    return found(type)
        .orElseThrow(() -> new IllegalStateException("the request has no " + type.getName()));
  }

  /** The value of a class that the guard has attached, or empty. */
  <T> Optional<T> found(Class<T> type);
}
