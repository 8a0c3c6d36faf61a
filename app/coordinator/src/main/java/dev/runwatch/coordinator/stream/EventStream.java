/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.sparkjetty.ResponseStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event stream: a position in the sequence of transitions, and no queue.
 *
 * <p>The source of new events calls {@link #advance}. A counter of work in progress lets one thread
 * at a time write: the one that raises it from 0 does, the others leave a note that there is more.
 * A stream whose next event is not in the ring any more asks for what it has missed, and goes on
 * once it got that; nobody waits for it.
 */
final class EventStream {

  private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = new byte[0];

  /** Events are written together, up to about so many bytes. */
  private static final int MAX_WRITE_BYTES = 64 * 1024;

  private final EventRing ring;
  private final EventFilter filter;
  private final Consumer<EventStream> whenBehind;
  private final AtomicInteger work = new AtomicInteger();
  private byte[] next = NOTHING;
  private @Nullable ResponseStream out;
  private long position;
  private boolean ended;
  private boolean catchingUp;
  private volatile boolean writing;

  /**
   * A stream that does not write yet.
   *
   * @param whenBehind gets this stream when it has to be given what it has missed
   */
  EventStream(EventRing ring, EventFilter filter, Consumer<EventStream> whenBehind) {
    this.ring = ring;
    this.filter = filter;
    this.whenBehind = whenBehind;
  }

  EventFilter filter() {
    return filter;
  }

  /** The number of the last event that was dealt with. */
  synchronized long position() {
    return position;
  }

  /**
   * Begins to write.
   *
   * @param firstFrames what to write first
   * @param from the number of the last event that the client knows then
   */
  void start(ResponseStream output, byte[] firstFrames, long from) {
    boolean endedBefore;
    synchronized (this) {
      out = output;
      next = firstFrames;
      position = from;
      endedBefore = ended;
    }
    if (endedBefore) {
      output.close();
    } else {
      drain();
    }
  }

  /**
   * Notes that there are events.
   *
   * @param before the number of the last event before them
   * @param after the number of the last of them
   * @param concerned whether the filter admits one of them
   */
  void advance(long before, long after, boolean concerned) {
    synchronized (this) {
      if (!concerned && position == before && next.length == 0) {
        position = after;
        return;
      }
    }
    drain();
  }

  /** Gives a stream that is behind what it has missed, up to an event. */
  void caughtUp(byte[] missed, long upTo) {
    synchronized (this) {
      next = missed;
      position = upTo;
      catchingUp = false;
    }
    drain();
  }

  /** Writes a comment if nothing else is being written. */
  void beat() {
    synchronized (this) {
      if (writing || catchingUp || next.length > 0) {
        return;
      }
      next = HEARTBEAT;
    }
    drain();
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
    ResponseStream output;
    byte[] piece;
    boolean behind = false;
    synchronized (this) {
      output = ended || catchingUp ? null : out;
      if (output == null) {
        return;
      }
      piece = next;
      next = NOTHING;
      if (piece.length == 0) {
        EventRing.Piece found = ring.after(position, filter, MAX_WRITE_BYTES);
        position = found.position();
        piece = found.bytes().toByteArray();
        behind = found.behind();
        catchingUp = behind;
      }
    }
    if (behind) {
      whenBehind.accept(this);
    } else if (piece.length > 0) {
      writing = true;
      output.write(
          piece,
          () -> {
            writing = false;
            drain();
          });
    }
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
