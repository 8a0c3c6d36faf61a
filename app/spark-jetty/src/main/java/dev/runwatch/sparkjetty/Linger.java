/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;

/**
 * Keeps a connection open for a moment after a response to a request that is still arriving.
 *
 * <p>A server that closes a connection with unread bytes resets it, and the client loses the
 * response (RFC 9112, section 9.6). The bytes are dropped as they arrive, without a thread, until
 * the client has sent nothing for a second, for ten seconds and for 8 MiB at most.
 */
final class Linger {

  private static final int MAX_ARRIVED_CHUNKS = 16;
  private static final long MAX_BYTES = 8L << 20;
  private static final Duration MAX_TIME = Duration.ofSeconds(10);
  private static final Duration MAX_SILENCE = Duration.ofSeconds(1);

  private final Content.Source source;
  private final ScheduledExecutorService timer;
  private final Runnable whenDone;
  private final AtomicBoolean done = new AtomicBoolean();
  private final long startNanos = System.nanoTime();
  private final AtomicLong dropped = new AtomicLong();
  private long droppedBefore = -1;

  Linger(Content.Source source, ScheduledExecutorService timer, Runnable whenDone) {
    this.source = source;
    this.timer = timer;
    this.whenDone = whenDone;
  }

  /** Drops what has arrived of a body; whether that was all of it. */
  static boolean consumeArrived(Content.Source source) {
    for (int i = 0; i < MAX_ARRIVED_CHUNKS; i++) {
      Content.Chunk chunk = source.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return false;
      }
      chunk.release();
      if (chunk.isLast()) {
        return true;
      }
    }
    return false;
  }

  void start() {
    watch();
    drop();
  }

  private void watch() {
    var unused = timer.schedule(this::look, MAX_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    boolean late = System.nanoTime() - startNanos > MAX_TIME.toNanos();
    long droppedNow = dropped.get();
    if (late || droppedNow == droppedBefore) {
      finish();
    } else if (!done.get()) {
      droppedBefore = droppedNow;
      watch();
    }
  }

  private void drop() {
    while (!done.get()) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        try {
          source.demand(this::drop);
        } catch (IllegalArgumentException | IllegalStateException e) {
          // Somebody waits for the body already, or the connection is gone.
          finish();
        }
        return;
      }
      boolean end = Content.Chunk.isFailure(chunk) || chunk.isLast();
      long total = dropped.addAndGet(chunk.remaining());
      chunk.release();
      if (end || total > MAX_BYTES) {
        finish();
      }
    }
  }

  private void finish() {
    if (done.compareAndSet(false, true)) {
      whenDone.run();
    }
  }
}
