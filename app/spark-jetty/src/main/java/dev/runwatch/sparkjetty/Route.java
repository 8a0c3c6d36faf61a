/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/**
 * A method and a path with the handler of their requests.
 *
 * @param path the path; {@code {name}} takes the place of one segment of any value
 * @param kind how its requests are handled
 */
public record Route(Method method, String path, DeferredHandler handler, Kind kind) {

  /** How the requests of a route are handled. */
  public enum Kind {
    /** Answered as soon as its handler returns. */
    ORDINARY,
    /** As {@link #ORDINARY}, on threads of its own, whatever the other routes are doing. */
    VITAL,
    /**
     * Answered later; the time until then is not a latency. A {@code GET} of this kind has no
     * {@code HEAD}.
     */
    DEFERRED
  }

  /** A route that is answered at once. */
  public static Route of(Method method, String path, Handler handler) {
    return new Route(method, path, answering(handler), Kind.ORDINARY);
  }

  /** A route that is answered at once, on threads of its own. */
  public static Route vital(Method method, String path, Handler handler) {
    return new Route(method, path, answering(handler), Kind.VITAL);
  }

  /** A route that is answered later. */
  public static Route deferred(Method method, String path, DeferredHandler handler) {
    return new Route(method, path, handler, Kind.DEFERRED);
  }

  private static DeferredHandler answering(Handler handler) {
    return (request, exchange) -> exchange.respond(handler.handle(request));
  }

  /** The method and the path, for metrics and logs: {@code GET /runs/{id}}. */
  public String name() {
    return method + " " + path;
  }
}
