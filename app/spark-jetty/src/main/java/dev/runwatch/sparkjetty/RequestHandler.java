/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes requests, reads their bodies and has a worker answer them. Blocks nowhere itself. */
final class RequestHandler extends Handler.Abstract.NonBlocking {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final ServerContext server;
  private final SparkRouter router;
  private final Guard guard;

  RequestHandler(ServerContext server, SparkRouter router, Guard guard) {
    this.server = server;
    this.router = router;
    this.guard = guard;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    JettyExchange exchange = new JettyExchange(server, request, response, callback);
    try {
      handle(request, exchange);
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      exchange.refuse(ServerError.UNAVAILABLE);
    }
    return true;
  }

  private void handle(org.eclipse.jetty.server.Request request, JettyExchange exchange) {
    String path = request.getHttpURI().getPath();
    SparkRouter.Match match = path == null ? null : router.match(request.getMethod(), path);
    Route route = match == null ? null : match.route();
    exchange.routed(route);
    JettyRequest head = head(request, match == null ? Map.of() : match.pathParameters());
    if (head == null) {
      exchange.refuse(ServerError.BAD_REQUEST);
      return;
    }
    exchange.read(head);
    Response refused = guard.check(route, head);
    if (refused != null) {
      exchange.respond(refused);
    } else if (route == null) {
      refuse(path, exchange);
    } else if (!route.method().hasBody()) {
      answer(route, head, exchange);
    } else if (request.getLength() > server.limits().maxBytes()) {
      exchange.refuse(ServerError.TOO_LARGE);
    } else {
      BodyReader reader =
          new BodyReader(
              request,
              server,
              new BodyReader.Outcome(
                  body -> answer(route, head.withBody(body), exchange), exchange::refuse));
      exchange.atEnd(reader::release);
      reader.read();
    }
  }

  private void refuse(@Nullable String path, JettyExchange exchange) {
    Set<String> allowed = path == null ? Set.of() : router.allowed(path);
    if (allowed.isEmpty()) {
      exchange.refuse(ServerError.NOT_FOUND);
    } else {
      exchange.respond(
          server
              .errors()
              .of(ServerError.METHOD_NOT_ALLOWED)
              .withHeader("Allow", String.join(", ", allowed)));
    }
  }

  private static @Nullable JettyRequest head(
      org.eclipse.jetty.server.Request request, Map<String, String> pathParameters) {
    try {
      return JettyRequest.head(request, pathParameters);
    } catch (RuntimeException e) {
      LOG.debug("A query cannot be read: {}", e.getMessage());
      return null;
    }
  }

  private void answer(Route route, Request request, JettyExchange exchange) {
    exchange.whole();
    try {
      server.workers().execute(route.kind(), () -> run(route, request, exchange));
    } catch (RejectedExecutionException e) {
      exchange.refuse(ServerError.UNAVAILABLE);
    }
  }

  private void run(Route route, Request request, JettyExchange exchange) {
    try {
      route.handler().handle(request, exchange);
    } catch (Exception e) {
      exchange.respond(server.errors().of(route, e));
    } catch (Error e) {
      exchange.refuse(ServerError.UNAVAILABLE);
      throw e;
    }
  }
}
