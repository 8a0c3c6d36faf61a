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
  private static final int MAX_QUEUED_BYTES = 1 << 20;

  private final Consumer<EventStream> whenOver;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private final AtomicInteger work = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable AsyncContext context;
  private @Nullable ServletOutputStream out;
  private boolean writable;
  private long queuedBytes;
  private byte @Nullable [] first;

  EventStream(Consumer<EventStream> whenOver) {
    this.whenOver = whenOver;
  }

  synchronized void first(byte[] frame) {
    first = frame;
  }

  void start(AsyncContext request) throws IOException {
    ServletOutputStream output = request.getResponse().getOutputStream();
    synchronized (this) {
      context = request;
      out = output;
    }
    request.addListener(this);
    output.setWriteListener(this);
  }

  void send(byte[] frame) {
    boolean fits;
    synchronized (this) {
      fits =
          queue.isEmpty()
              || (queue.size() < MAX_QUEUED && queuedBytes + frame.length <= MAX_QUEUED_BYTES);
      if (fits) {
        queue.add(frame);
        queuedBytes += frame.length;
      }
    }
    if (fits) {
      drain();
    } else {
      // It does not read: better to lose one client than to wait for it or to grow without bound.
      end();
    }
  }

  private void drain() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      try {
        ServletOutputStream output = writable();
        while (output != null && !over.get() && output.isReady()) {
          byte[] frame = next();
          if (frame == null) {
            break;
          }
          output.write(frame);
          if (output.isReady()) {
            output.flush();
          }
        }
      } catch (IOException | IllegalStateException e) {
        end();
      }
      missed = work.addAndGet(-missed);
    } while (missed != 0);
  }

  private synchronized @Nullable ServletOutputStream writable() {
    return writable ? out : null;
  }

  private synchronized byte @Nullable [] next() {
    byte[] init = first;
    if (init != null) {
      first = null;
      return init;
    }
    byte[] frame = queue.poll();
    if (frame != null) {
      queuedBytes -= frame.length;
    }
    return frame;
  }

  private synchronized @Nullable AsyncContext context() {
    return context;
  }

  void end() {
    if (over.compareAndSet(false, true)) {
      whenOver.accept(this);
      AsyncContext request = context();
      try {
        if (request != null) {
          request.complete();
        }
      } catch (IllegalStateException e) {
        // The container was faster.
      }
    }
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      writable = true;
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
