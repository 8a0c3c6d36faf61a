/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connector that closes connections beyond its limits at once. Jetty's own limit stops accepting
 * instead, so that one client with many connections keeps all others out.
 */
final class LimitedConnector extends ServerConnector {

  private final ConnectionLimits limits;

  LimitedConnector(Server server, ConnectionLimits limits, ConnectionFactory... protocols) {
    super(server, 1, 1, protocols);
    this.limits = limits;
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    // The constructor of the superclass calls this: the limits are read later.
    return new LimitedManager(executor, scheduler, selectors);
  }

  private final class LimitedManager extends ServerConnectorManager {

    LimitedManager(Executor executor, Scheduler scheduler, int selectors) {
      super(executor, scheduler, selectors);
    }

    @Override
    public void accept(SelectableChannel channel) {
      if (isWithinLimits(channel)) {
        super.accept(channel);
        return;
      }
      try {
        channel.close();
      } catch (IOException e) {
        // It is closed.
      }
    }

    private boolean isWithinLimits(SelectableChannel channel) {
      return channel instanceof SocketChannel socket
          && socket.socket().getInetAddress() != null
          && limits.opened(channel, socket.socket().getInetAddress());
    }

    @Override
    protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
      limits.closed(channel);
      super.onAcceptFailed(channel, cause);
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      if (endPoint instanceof SocketChannelEndPoint socket) {
        limits.closed(socket.getChannel());
      }
      super.endPointClosed(endPoint);
    }
  }
}
