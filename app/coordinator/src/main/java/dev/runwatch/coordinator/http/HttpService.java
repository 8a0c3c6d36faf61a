/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunConflictException;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.metrics.CoordinatorMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Route;
import spark.Service;
import spark.embeddedserver.EmbeddedServer;
import spark.embeddedserver.EmbeddedServers;
import spark.http.matching.MatcherFilter;
import spark.route.HttpMethod;

/** The HTTP server of a coordinator: Spark's router, one wrapper around every route. */
public final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final List<HttpMethod> METHODS =
      List.of(
          HttpMethod.get,
          HttpMethod.post,
          HttpMethod.put,
          HttpMethod.patch,
          HttpMethod.delete,
          HttpMethod.options,
          HttpMethod.head,
          HttpMethod.trace,
          HttpMethod.connect);

  /** A HEAD of these would claim a run, or never end. */
  private static final Set<String> UNDER_WAY = Set.of("/runner/runs", "/sse/runs");

  private final Service spark = Service.ignite();
  private final Map<String, Map<HttpMethod, Route>> routes = new LinkedHashMap<>();
  private final Gatekeeper gatekeeper;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private HttpService(Gatekeeper gatekeeper) {
    this.gatekeeper = gatekeeper;
  }

  /**
   * Starts serving.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static HttpService start(
      InetSocketAddress listen, RouteContext routes, CoordinatorMetrics metrics)
      throws IOException {
    HttpService service = new HttpService(routes.gatekeeper());
    new RunRoutes(routes).addTo(service);
    new RunnerRoutes(routes).addTo(service);
    new ServiceRoutes(routes).addTo(service);
    long idleMillis = routes.pollWait().plusSeconds(30).toMillis();
    service.ignite(listen, idleMillis, routes, metrics);
    return service;
  }

  /** The port it really listens on. */
  public int port() {
    return spark.port();
  }

  void add(HttpMethod method, String path, Route route) {
    routes.computeIfAbsent(path, any -> new TreeMap<>()).put(method, route);
  }

  private void ignite(
      InetSocketAddress listen, long idleMillis, RouteContext context, CoordinatorMetrics metrics)
      throws IOException {
    CountDownLatch routed = new CountDownLatch(1);
    String id = "coordinator-" + UUID.randomUUID();
    // Spark never forgets a factory, so this one holds nothing once it was used.
    AtomicReference<@Nullable Function<MatcherFilter, EmbeddedServer>> factory =
        new AtomicReference<>(
            router ->
                new JettyServer(
                    listen,
                    idleMillis,
                    context.limits(),
                    context.tls(),
                    new RoutingServlet(router, metrics)));
    EmbeddedServers.add(
        id,
        (matcher, statics, errors, multipleHandlers) -> {
          awaitUninterruptibly(routed);
          return Objects.requireNonNull(factory.getAndSet(null))
              .apply(new MatcherFilter(matcher, statics, errors, false, false));
        });
    spark.embeddedServerIdentifier(id);
    spark.initExceptionHandler(failure::set);
    spark.ipAddress(listen.getHostString());
    spark.port(listen.getPort());
    routes.forEach(this::register);
    for (HttpMethod method : METHODS) {
      route(
          method,
          "*",
          guarded(
              "",
              "",
              "*",
              (request, response) -> {
                throw new ApiException(404, "not_found", "there is nothing at this path");
              }));
    }
    // Spark starts its server with the first route, while others are still being added.
    routed.countDown();
    spark.awaitInitialization();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void register(String path, Map<HttpMethod, Route> byMethod) {
    String pattern = path.replace("{id}", ":id");
    byMethod.forEach(
        (method, route) ->
            route(method, pattern, guarded(name(method, path), method.name(), path, route)));
    TreeSet<String> allowed = new TreeSet<>();
    byMethod.keySet().forEach(method -> allowed.add(method.name().toUpperCase(Locale.ROOT)));
    Route get = byMethod.get(HttpMethod.get);
    boolean head = get != null && !UNDER_WAY.contains(path);
    if (get != null && head) {
      allowed.add("HEAD");
      route(HttpMethod.head, pattern, guarded("", "get", path, get));
    }
    String allow = String.join(", ", allowed);
    for (HttpMethod method : METHODS) {
      if (byMethod.containsKey(method) || (method == HttpMethod.head && head)) {
        continue;
      }
      route(
          method,
          pattern,
          guarded(
              "",
              "",
              path,
              (request, response) -> {
                response.header("Allow", allow);
                throw new ApiException(
                    405, "method_not_allowed", "this path takes " + allow + " only");
              }));
    }
  }

  private void route(HttpMethod method, String pattern, Route route) {
    switch (method) {
      case get -> spark.get(pattern, route);
      case post -> spark.post(pattern, route);
      case put -> spark.put(pattern, route);
      case patch -> spark.patch(pattern, route);
      case delete -> spark.delete(pattern, route);
      case options -> spark.options(pattern, route);
      case head -> spark.head(pattern, route);
      case trace -> spark.trace(pattern, route);
      case connect -> spark.connect(pattern, route);
      default -> throw new IllegalArgumentException(method + " is no method of HTTP");
    }
  }

  private static String name(HttpMethod method, String path) {
    return method.name().toUpperCase(Locale.ROOT) + " " + path;
  }

  /** Every route in its wrapper: it names the route for the metric and renders errors. */
  private Route guarded(String name, String method, String path, Route route) {
    return (request, response) -> {
      if (!name.isEmpty()) {
        request.attribute(RoutingServlet.ROUTE, name);
      }
      response.type(RouteContext.JSON);
      try {
        gatekeeper.admit(request.raw(), method, path);
        return route.handle(request, response);
      } catch (ApiException e) {
        return error(request, response, e);
      } catch (RunConflictException e) {
        return error(request, response, refused(e));
      } catch (StoreException e) {
        LOG.warn("{} cannot be served: {}", name, e.getMessage());
        return error(request, response, storeUnusable());
      } catch (HttpException.RuntimeException e) {
        return error(
            request, response, new ApiException(400, "bad_request", ServerErrors.UNREADABLE));
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} failed", name, e);
        return error(
            request,
            response,
            new ApiException(503, "unavailable", "the request could not be served"));
      }
    };
  }

  static ApiException storeUnusable() {
    return new ApiException(503, "unavailable", "the store cannot be used now");
  }

  private static String error(Request request, Response response, ApiException error) {
    // A client that is still sending would see a broken connection instead of the answer.
    Bodies.drain(request.raw());
    response.type(RouteContext.JSON);
    response.status(error.status());
    if (error.status() == 401) {
      response.header("WWW-Authenticate", "Bearer");
    }
    return error.body();
  }

  private static ApiException refused(RunConflictException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case RUN_NOT_FOUND -> new ApiException(404, "run_not_found", message);
      case RUNNER_NOT_FOUND -> new ApiException(404, "runner_not_found", message);
      case RUNNER_UNKNOWN -> new ApiException(401, "runner_unknown", message);
      case ILLEGAL_TRANSITION -> new ApiException(409, "illegal_transition", message);
      case NOT_OWNER -> new ApiException(409, "not_owner", message);
      case FORBIDDEN -> new ApiException(403, "forbidden", message);
      case SUPERSEDED -> new ApiException(409, "instance_superseded", message);
    };
  }

  /** Marks a request whose time is no latency. */
  static void untimed(Request request) {
    request.raw().setAttribute(RoutingServlet.UNTIMED, true);
  }

  @Override
  public void close() {
    spark.stop();
    spark.awaitStop();
  }
}
