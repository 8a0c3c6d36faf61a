/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import javax.servlet.Servlet;
import org.eclipse.jetty.ee8.servlet.ServletContextHandler;
import org.eclipse.jetty.ee8.servlet.ServletHolder;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.embeddedserver.EmbeddedServer;
import spark.ssl.SslStores;

/** Spark's router on a supported Jetty. */
final class JettyServer implements EmbeddedServer {

  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);
  private static final int MAX_THREADS = 32;
  private static final int ACCEPT_QUEUE = 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final long STOP_MILLIS = 1_000;
  private static final long SHUTDOWN_IDLE_MILLIS = 50;

  private final Server server;
  private final ServerConnector connector;

  JettyServer(
      InetSocketAddress listen,
      long idleMillis,
      ConnectionLimits limits,
      @Nullable TlsKeystore tls,
      Servlet servlet) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("coordinator-http");
    threads.setDaemon(true);
    server = new Server(threads);
    server.setErrorHandler(new ServerErrors());
    server.setStopTimeout(STOP_MILLIS);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(MAX_HEADERS);
    connector = new LimitedConnector(server, limits, protocols(http, tls));
    connector.setHost(listen.getHostString());
    connector.setPort(listen.getPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(idleMillis);
    // A stop waits for connections that are kept alive, but has nothing to wait for.
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/");
    context.setErrorHandler(new ContextErrors());
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    server.setHandler(context.get());
  }

  private static ConnectionFactory[] protocols(HttpConfiguration http, @Nullable TlsKeystore tls) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ConnectionFactory[] {plain};
    }
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(tls.file());
    context.setKeyStorePassword(tls.password());
    // Runners may reach the coordinator by its address, of which a certificate says nothing.
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    return new ConnectionFactory[] {new SslConnectionFactory(context, plain.getProtocol()), plain};
  }

  @Override
  public int ignite(
      String host,
      int port,
      SslStores sslStores,
      int maxThreads,
      int minThreads,
      int threadIdleTimeoutMillis)
      throws Exception {
    try {
      server.start();
    } catch (Exception e) {
      // What did start has threads.
      extinguish();
      throw e;
    }
    return connector.getLocalPort();
  }

  @Override
  public void configureWebSockets(
      Map<String, spark.embeddedserver.jetty.websocket.WebSocketHandlerWrapper> handlers,
      Optional<Long> idleTimeout) {
    // There are none; the inherited method throws even so.
  }

  @Override
  public void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void extinguish() {
    try {
      server.stop();
    } catch (Exception e) {
      // Spark would never release those who wait for its stop.
      LOG.warn("The HTTP server did not stop cleanly: {}", e.getMessage());
    }
  }

  @Override
  public int activeThreadCount() {
    return server.getThreadPool().getThreads() - server.getThreadPool().getIdleThreads();
  }
}
