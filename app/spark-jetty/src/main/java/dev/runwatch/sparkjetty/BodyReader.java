/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body within limits, without a thread while it waits for more.
 *
 * <p>The bytes are read as they arrive, by the thread that finds them. A timer looks when the body
 * would be too slow, and again while enough has arrived. The lock keeps the two from reading, and
 * from finishing, at the same time; the outcome is reported outside of it.
 */
final class BodyReader {

  /** What becomes of a body. One of the two is called, once. */
  record Outcome(Consumer<byte[]> whole, Consumer<ServerError> failed) {}

  private final Content.Source source;
  private final ServerContext server;
  private final Outcome outcome;
  private final long startNanos = System.nanoTime();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable Future<?> timer;
  private boolean done;
  private boolean released;
  private long taken;

  BodyReader(Content.Source source, ServerContext server, Outcome outcome) {
    this.source = source;
    this.server = server;
    this.outcome = outcome;
  }

  /** Reads until the body is whole or refused. Returns when there is nothing to read now. */
  void read() {
    boolean whole = false;
    ServerError failure = null;
    synchronized (this) {
      while (!done) {
        Content.Chunk chunk = source.read();
        if (chunk == null) {
          watch();
          source.demand(this::read);
          return;
        }
        failure = take(chunk);
        whole = failure == null && chunk.isLast();
        chunk.release();
        done = whole || failure != null;
      }
      cancelTimer();
    }
    report(whole, failure);
  }

  private void report(boolean whole, @Nullable ServerError failure) {
    if (whole) {
      outcome.whole().accept(body.toByteArray());
    } else if (failure != null) {
      outcome.failed().accept(failure);
    }
  }

  private @Nullable ServerError take(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      return ServerError.BAD_REQUEST;
    }
    int bytes = chunk.remaining();
    if (body.size() + bytes > server.limits().maxBytes()) {
      return ServerError.TOO_LARGE;
    }
    if (!released) {
      taken += bytes;
      if (!server.budget().take(bytes)) {
        return ServerError.UNAVAILABLE;
      }
    }
    byte[] copy = new byte[bytes];
    chunk.getByteBuffer().get(copy);
    body.writeBytes(copy);
    return null;
  }

  private void watch() {
    if (timer == null) {
      Duration left = server.limits().patience(body.size()).minus(elapsed());
      timer = server.timer().schedule(this::look, left.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    synchronized (this) {
      timer = null;
      if (done) {
        return;
      }
      if (server.limits().patience(body.size()).compareTo(elapsed()) > 0) {
        watch();
        return;
      }
      done = true;
    }
    outcome.failed().accept(ServerError.TOO_SLOW);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private void cancelTimer() {
    Future<?> scheduled = timer;
    if (scheduled != null) {
      scheduled.cancel(false);
      timer = null;
    }
  }

  /** Returns the body's bytes to the budget; for when its exchange is over. */
  synchronized void release() {
    if (!released) {
      released = true;
      done = true;
      cancelTimer();
      server.budget().giveBack(taken);
    }
  }
}
