/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.metrics.CoordinatorMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import spark.http.matching.MatcherFilter;

/** Brings requests to Spark's router and times those that are answered at once. */
final class RoutingServlet extends HttpServlet {

  /** The request attribute that holds the route's name for the latency metric. */
  static final String ROUTE = "runwatch.route";

  /** The request attribute that marks polls and streams, whose time is no latency. */
  static final String UNTIMED = "runwatch.untimed";

  private static final String UNMATCHED = "UNMATCHED";
  private static final long serialVersionUID = 1L;

  private final transient MatcherFilter router;
  private final transient CoordinatorMetrics metrics;

  RoutingServlet(MatcherFilter router, CoordinatorMetrics metrics) {
    this.router = router;
    this.metrics = metrics;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    long start = System.nanoTime();
    router.doFilter(new PlainMethod(request), new AsyncAware(request, response), null);
    if (request.getAttribute(UNTIMED) == null) {
      Object route = request.getAttribute(ROUTE);
      metrics.requestServed(
          route == null ? UNMATCHED : route.toString(),
          response.getStatus(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Keeps Spark from closing a response that is answered later: it skips committed ones. */
  private static final class AsyncAware extends HttpServletResponseWrapper {

    private final HttpServletRequest request;

    AsyncAware(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    @Override
    public boolean isCommitted() {
      return request.isAsyncStarted() || super.isCommitted();
    }
  }

  /** Hides the header by which Spark lets any client turn a GET into a DELETE. */
  private static final class PlainMethod extends HttpServletRequestWrapper {

    private static final Set<String> KNOWN =
        Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT");

    PlainMethod(HttpServletRequest request) {
      super(request);
    }

    /** Spark knows no other methods; one more is treated like one that no path takes. */
    @Override
    public String getMethod() {
      String method = super.getMethod();
      return KNOWN.contains(method) ? method : "TRACE";
    }

    @Override
    public @Nullable String getHeader(String name) {
      return "X-HTTP-Method-Override".equalsIgnoreCase(name) ? null : super.getHeader(name);
    }
  }
}
