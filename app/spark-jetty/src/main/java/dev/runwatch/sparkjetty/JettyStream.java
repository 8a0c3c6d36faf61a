/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.io.IOException;

/** A body that is written to Jetty piece by piece. */
final class JettyStream implements ResponseStream {

  private static final byte[] NOTHING = {};

  private enum State {
    IDLE,
    WRITING,
    CLOSED
  }

  private final JettyExchange exchange;
  private State state = State.IDLE;

  JettyStream(JettyExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void write(byte[] bytes, Runnable written) {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      if (state == State.WRITING) {
        throw new IllegalStateException("the last write has not ended yet");
      }
      state = State.WRITING;
    }
    exchange.write(
        false,
        bytes,
        () -> {
          if (written()) {
            written.run();
          }
        },
        () -> {});
  }

  private synchronized boolean written() {
    boolean open = state == State.WRITING;
    if (open) {
      state = State.IDLE;
    }
    return open;
  }

  @Override
  public void close() {
    State before;
    synchronized (this) {
      before = state;
      state = State.CLOSED;
    }
    switch (before) {
      case IDLE -> exchange.write(true, NOTHING, () -> exchange.end(null), () -> {});
      // The client does not read: what it has not read yet is lost to it.
      case WRITING -> exchange.end(new IOException("closed while the client did not read"));
      case CLOSED -> {}
    }
  }
}
