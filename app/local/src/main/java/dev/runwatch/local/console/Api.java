/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Which request gets which answer. */
final class Api {

  private static final String METRICS = "/api/metrics";
  private static final String DRILLS = "/api/drills/";

  /** The page is one file: nothing from elsewhere may run in it or be shown by it. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
          + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final MetricsApi metrics;
  private final AlarmsApi standing;
  private final DrillRegistry drills;

  Api(MetricsApi metrics, AlarmsApi standing, DrillRegistry drills) {
    this.metrics = metrics;
    this.standing = standing;
    this.drills = drills;
  }

  Response answer(String method, URI uri) {
    String path = uri.getPath();
    if (path.startsWith(DRILLS)) {
      allow(method, "POST");
      return drill(path.substring(DRILLS.length()));
    }
    if (path.equals("/")) {
      allow(method, "GET");
      return new Response(200, "text/html;charset=utf-8", page(), Map.of())
          .with("Content-Security-Policy", POLICY);
    }
    if (path.equals(METRICS)) {
      allow(method, "GET");
      return Response.json(200, metrics.list());
    }
    if (path.startsWith(METRICS + "/")) {
      allow(method, "GET");
      return Response.json(
          200, metrics.points(path.substring(METRICS.length() + 1), query(uri.getRawQuery())));
    }
    if (path.equals("/api/alarms")) {
      allow(method, "GET");
      return Response.json(200, standing.alarms());
    }
    if (path.equals("/api/mails")) {
      allow(method, "GET");
      return Response.json(200, standing.mails());
    }
    throw new ApiException(Response.error(404, "not_found", "there is nothing at this path", null));
  }

  private static void allow(String method, String allowed) {
    boolean fits = method.equals(allowed) || (allowed.equals("GET") && method.equals("HEAD"));
    if (!fits) {
      String list = allowed.equals("GET") ? "GET, HEAD" : allowed;
      throw new ApiException(
          Response.error(405, "method_not_allowed", "this path takes " + list + " only", null)
              .with("Allow", list));
    }
  }

  private Response drill(String name) {
    if (drills.begin(name)) {
      return Response.json(202, Map.of("drill", name));
    }
    throw new ApiException(
        Response.error(
            404,
            "not_found",
            "there is no drill '" + name + "'; there are " + String.join(", ", drills.names()),
            null));
  }

  private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
    Map<String, String> parameters = new HashMap<>();
    if (raw == null) {
      return parameters;
    }
    for (String pair : raw.split("&", 0)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        parameters.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw ApiException.field(name, "is not encoded as a query is");
      }
    }
    return parameters;
  }

  private static byte[] page() {
    try (InputStream page = Api.class.getResourceAsStream("page.html")) {
      if (page == null) {
        throw new IllegalStateException("the page is missing from the build");
      }
      return page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
