/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import dev.runwatch.common.DaemonExecutors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server whose routes are matched by Spark's router and served by Jetty 12.
 *
 * <p>No request holds a thread while its body arrives, while it waits for its answer, or while its
 * client reads the response. Safe for use by many threads.
 */
public final class SparkServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SparkServer.class);
  private static final int MAX_IO_THREADS = 12;
  private static final int ACCEPT_QUEUE = 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long STOP_MILLIS = 1_000;
  private static final long SHUTDOWN_IDLE_MILLIS = 50;

  private final Workers workers;
  private final ScheduledExecutorService timer;
  private final BodyBudget budget;
  private final Server server;
  private final ServerConnector connector;

  private SparkServer(Builder builder) {
    workers = new Workers(builder.name);
    timer = DaemonExecutors.scheduled(builder.name + "-timer");
    budget = new BodyBudget(builder.bodyLimits.maxTotalBytes());
    QueuedThreadPool threads = new QueuedThreadPool(MAX_IO_THREADS, 4);
    threads.setName(builder.name + "-http");
    threads.setDaemon(true);
    server = new Server(threads);
    server.setErrorHandler(new UnparsedErrors(builder.errors, builder.observer));
    server.setStopTimeout(STOP_MILLIS);
    connector =
        new LimitedConnector(server, builder.connectionLimits, protocols(http(), builder.tls));
    connector.setHost(builder.listen.getHostString());
    connector.setPort(builder.listen.getPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(builder.idleTimeout.toMillis());
    // A stop waits for connections that are kept alive, but has nothing to wait for.
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    server.addConnector(connector);
    ServerContext context =
        new ServerContext(
            builder.errors, builder.observer, workers, timer, builder.bodyLimits, budget);
    server.setHandler(
        new GracefulHandler(
            new RequestHandler(context, new SparkRouter(builder.routes), builder.guard)));
  }

  private static ConnectionFactory[] protocols(HttpConfiguration http, @Nullable TlsKeystore tls) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ConnectionFactory[] {plain};
    }
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(tls.file());
    context.setKeyStorePassword(tls.password());
    // Clients may reach the server by its address, of which a certificate says nothing.
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    return new ConnectionFactory[] {new SslConnectionFactory(context, plain.getProtocol()), plain};
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    return http;
  }

  /**
   * A builder of a server.
   *
   * @param name the prefix of its threads' names
   * @param errors makes the responses of requests that fail
   */
  public static Builder builder(String name, ErrorResponses errors) {
    return new Builder(name, errors);
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      // What did start has threads.
      close();
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** The bytes of all request bodies that are in memory. */
  long bodyBytes() {
    return budget.used();
  }

  /**
   * Stops: refuses new requests, waits up to a second for those that are being handled, and closes
   * all connections.
   */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The HTTP server did not stop cleanly: {}", e.getMessage());
    }
    workers.close();
    timer.shutdownNow();
  }

  /** Collects the settings of a server. Not safe for use by several threads. */
  public static final class Builder {

    private final String name;
    private final ErrorResponses errors;
    private final List<Route> routes = new ArrayList<>();
    private InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private BodyLimits bodyLimits = BodyLimits.defaults();
    private ConnectionLimits connectionLimits = new ConnectionLimits(20_000, 200);
    private @Nullable TlsKeystore tls;
    private Guard guard = (route, request) -> null;
    private RequestObserver observer = (outcome, time) -> {};

    private Builder(String name, ErrorResponses errors) {
      this.name = name;
      this.errors = errors;
    }

    /** The address to listen on; port 0 takes a free one. Default: a free port on loopback. */
    public Builder listen(InetSocketAddress value) {
      listen = value;
      return this;
    }

    /** The time after which a connection without traffic and without a request is closed. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** The limits of request bodies. Default: {@link BodyLimits#defaults()}. */
    public Builder bodyLimits(BodyLimits value) {
      bodyLimits = value;
      return this;
    }

    /** The limits of open connections. Default: 20,000, and 200 of one address. */
    public Builder connectionLimits(ConnectionLimits value) {
      connectionLimits = value;
      return this;
    }

    /** The key to serve HTTPS with, or null for HTTP. Default: null. */
    public Builder tls(@Nullable TlsKeystore value) {
      tls = value;
      return this;
    }

    /** Checks each request before its body is read. Default: lets all proceed. */
    public Builder guard(Guard value) {
      guard = value;
      return this;
    }

    /** Is told of each response. Default: nobody. */
    public Builder observer(RequestObserver value) {
      observer = value;
      return this;
    }

    /** Adds routes; of two that match a request, the one that was added first has it. */
    public Builder routes(List<Route> more) {
      routes.addAll(more);
      return this;
    }

    /**
     * Starts a server; it serves when this returns.
     *
     * @throws IOException if the address cannot be listened on; nothing is left running then
     */
    public SparkServer start() throws IOException {
      SparkServer server = new SparkServer(this);
      server.start();
      return server;
    }
  }
}
