/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import org.jspecify.annotations.Nullable;

/**
 * One event stream.
 *
 * <p>Frames are queued by whoever has news and written by whoever finds the output ready. A counter
 * of work in progress lets one thread at a time drain: the one that raises it from 0 drains, the
 * others leave a note that there is more.
 */
final class EventStream implements WriteListener, AsyncListener {

  private static final int MAX_QUEUED = 256;

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Consumer<EventStream> whenOver;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private final AtomicInteger work = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private boolean started;
  private byte @Nullable [] first;

  EventStream(AsyncContext context, Consumer<EventStream> whenOver) throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.whenOver = whenOver;
  }

  synchronized void first(byte[] frame) {
    first = frame;
  }

  void start() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  void send(byte[] frame) {
    synchronized (this) {
      if (queue.size() >= MAX_QUEUED) {
        frame = new byte[0];
      } else {
        queue.add(frame);
      }
    }
    if (frame.length == 0) {
      end();
    } else {
      drain();
    }
  }

  private void drain() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      try {
        while (!over.get() && isStarted() && out.isReady()) {
          byte[] frame = next();
          if (frame == null) {
            break;
          }
          out.write(frame);
          if (out.isReady()) {
            out.flush();
          }
        }
      } catch (IOException | IllegalStateException e) {
        end();
      }
      missed = work.addAndGet(-missed);
    } while (missed != 0);
  }

  private synchronized boolean isStarted() {
    return started;
  }

  private synchronized byte @Nullable [] next() {
    byte[] init = first;
    if (init != null) {
      first = null;
      return init;
    }
    return queue.poll();
  }

  void end() {
    if (over.compareAndSet(false, true)) {
      whenOver.accept(this);
      try {
        context.complete();
      } catch (IllegalStateException e) {
        // The container was faster.
      }
    }
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      started = true;
    }
    drain();
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    over.set(true);
    whenOver.accept(this);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
