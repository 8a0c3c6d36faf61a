/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a request by method and path. Thread-safe once its routes are added. */
final class Router {

  private final List<Route> routes = new ArrayList<>();

  /** Answers a request. */
  interface Handler {
    /**
     * The response to a request that fits the route.
     *
     * @param parameter the last segment of the path, if the route has it as a parameter, or else
     *     empty
     * @param query the decoded parameters of the query
     */
    Response handle(String parameter, Map<String, String> query);
  }

  /** A path ending with a slash has a parameter for its last segment. */
  private record Route(String method, String path, Handler handler) {

    boolean matches(String requested) {
      boolean parameter = path.endsWith("/") && path.length() > 1;
      return parameter
          ? requested.startsWith(path) && requested.length() > path.length()
          : requested.equals(path);
    }

    boolean allows(String requested) {
      return method.equals(requested) || (method.equals("GET") && requested.equals("HEAD"));
    }
  }

  /** Adds a route; the path {@code /a/} stands for every {@code /a/…}. */
  Router add(String method, String path, Handler handler) {
    routes.add(new Route(method, path, handler));
    return this;
  }

  /**
   * The response to a request.
   *
   * @throws ApiException if no route fits, or the handler throws it
   */
  Response answer(String method, URI uri) {
    String path = uri.getPath();
    for (Route route : routes) {
      if (route.matches(path)) {
        if (!route.allows(method)) {
          throw ApiException.methodNotAllowed(
              route.method().equals("GET") ? "GET, HEAD" : route.method());
        }
        return route.handler().handle(path.substring(route.path().length()), query(uri));
      }
    }
    throw ApiException.notFound("there is nothing at this path");
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    @Nullable String raw = uri.getRawQuery();
    if (raw == null) {
      return parameters;
    }
    for (String pair : raw.split("&", 0)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(decoded(name), decoded(value));
    }
    return parameters;
  }

  /** The JDK's server refuses an address with a broken escape before a route sees it. */
  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
