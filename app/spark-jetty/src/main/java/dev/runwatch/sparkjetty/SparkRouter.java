/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import spark.Request;
import spark.Response;
import spark.RouteImpl;
import spark.route.HttpMethod;
import spark.route.Routes;
import spark.routematch.RouteMatch;

/** Finds the routes of requests in Spark's route table. */
final class SparkRouter {

  /** A route with the values of its path's parameters. */
  record Match(Route route, Map<String, String> pathParameters) {}

  private final Routes table = Routes.create();

  SparkRouter(List<Route> routes) {
    for (Route route : routes) {
      table.add(spark(route.method()), new Target(route));
    }
  }

  /** The entry of a route. Its handler runs outside of Spark, without a thread while it waits. */
  private static final class Target extends RouteImpl {

    private final Route route;

    Target(Route route) {
      super(route.path().replaceAll("\\{(\\w+)}", ":$1"));
      this.route = route;
    }

    @Override
    public Object handle(Request request, Response response) {
      throw new UnsupportedOperationException("the route's own handler is called instead");
    }
  }

  /**
   * The route of a request, or null.
   *
   * @param method the name of any method; {@code HEAD} finds the route of {@code GET}
   * @param path the path, percent-encoded
   */
  @Nullable Match match(String method, String path) {
    boolean head = method.equals("HEAD");
    for (Method known : Method.values()) {
      if (known.name().equals(method) || (head && known == Method.GET)) {
        Match match = match(known, path);
        return match != null && head && match.route().kind() == Route.Kind.DEFERRED ? null : match;
      }
    }
    return null;
  }

  private @Nullable Match match(Method method, String path) {
    RouteMatch match = table.find(spark(method), path, null);
    return match == null
        ? null
        : new Match(((Target) match.getTarget()).route, parameters(match.getMatchUri(), path));
  }

  private static Map<String, String> parameters(String pattern, String path) {
    List<String> names = segments(pattern);
    List<String> values = segments(path);
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).startsWith(":")) {
        parameters.put(names.get(i).substring(1), decode(values.get(i)));
      }
    }
    return parameters;
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/")).filter(it -> !it.isEmpty()).toList();
  }

  private static String decode(String segment) {
    // A plus sign means a space in a query only.
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The methods that a path takes, in alphabetical order; empty if no route has the path. */
  SortedSet<String> allowed(String path) {
    SortedSet<String> allowed = new TreeSet<>();
    for (Method method : Method.values()) {
      Match match = match(method, path);
      if (match != null) {
        allowed.add(method.name());
        if (method == Method.GET && match.route().kind() != Route.Kind.DEFERRED) {
          allowed.add("HEAD");
        }
      }
    }
    return allowed;
  }

  private static HttpMethod spark(Method method) {
    return HttpMethod.valueOf(method.name().toLowerCase(Locale.ROOT));
  }
}
