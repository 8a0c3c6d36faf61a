/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.sparkjetty.ResponseStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event stream.
 *
 * <p>Frames are queued by the threads that have them and written by the one that finds the output
 * idle. A counter of work in progress lets one thread at a time drain: the one that raises it from
 * 0 drains, the others leave a note that there is more.
 */
final class EventStream {

  private static final int MAX_QUEUED = 256;
  private static final int MAX_QUEUED_BYTES = 1 << 20;

  /** Frames that wait are written together, up to about so many bytes. */
  private static final int MAX_WRITE_BYTES = 64 * 1024;

  private final Queue<byte[]> queue = new ArrayDeque<>();
  private final AtomicInteger work = new AtomicInteger();
  private byte @Nullable [] first;
  private @Nullable ResponseStream out;
  private boolean ended;
  private long queuedBytes;
  private volatile boolean writing;

  /** Begins to write; what was sent before waits behind the first frame. */
  void start(ResponseStream output, byte[] firstFrame) {
    boolean endedBefore;
    synchronized (this) {
      out = output;
      first = firstFrame;
      endedBefore = ended;
    }
    if (endedBefore) {
      output.close();
    } else {
      drain();
    }
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
      if (!writing) {
        write();
      }
      missed = work.addAndGet(-missed);
    } while (missed != 0);
  }

  private void write() {
    ResponseStream output = output();
    byte[] frames = output == null ? new byte[0] : next();
    if (output != null && frames.length > 0) {
      writing = true;
      output.write(
          frames,
          () -> {
            writing = false;
            drain();
          });
    }
  }

  private synchronized @Nullable ResponseStream output() {
    return ended ? null : out;
  }

  private synchronized byte[] next() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] init = first;
    if (init != null) {
      frames.writeBytes(init);
      first = null;
    }
    while (frames.size() < MAX_WRITE_BYTES) {
      byte[] frame = queue.poll();
      if (frame == null) {
        break;
      }
      queuedBytes -= frame.length;
      frames.writeBytes(frame);
    }
    return frames.toByteArray();
  }

  void end() {
    ResponseStream output;
    synchronized (this) {
      output = out;
      ended = true;
    }
    if (output != null) {
      output.close();
    }
  }
}
