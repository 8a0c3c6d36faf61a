/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, encoded once for all streams, in the order of their numbers. Bounded in number
 * and in bytes: the oldest make room. Safe for use by many threads.
 */
final class EventRing {

  private static final int MOST = 8192;
  private static final long MOST_BYTES = 8 << 20;

  private final @Nullable Frame[] frames = new @Nullable Frame[MOST];
  private int first;
  private int count;
  private long bytes;

  /** All events with a higher number, up to the last, are here. */
  private long floor;

  private long last;

  /** A ring without events that follows the event of this number. */
  EventRing(long last) {
    this.floor = last;
    this.last = last;
  }

  /** The number of the newest event, here or not kept any more. */
  synchronized long last() {
    return last;
  }

  /** Adds events whose numbers are higher than all before; lower ones are left out. */
  synchronized void add(List<Frame> next) {
    for (Frame frame : next) {
      if (frame.number() <= last) {
        continue;
      }
      while (count > 0 && (count == MOST || bytes + frame.size() > MOST_BYTES)) {
        removeFirst();
      }
      frames[(first + count) % MOST] = frame;
      count++;
      bytes += frame.size();
      last = frame.number();
    }
  }

  private void removeFirst() {
    Frame oldest = frame(0);
    frames[first] = null;
    first = (first + 1) % MOST;
    count--;
    bytes -= oldest.size();
    floor = oldest.number();
  }

  /** Notes that events up to this number happened, which nobody was there to see. */
  synchronized void skipTo(long number) {
    while (count > 0) {
      removeFirst();
    }
    last = Math.max(last, number);
    floor = last;
  }

  /** What a stream sends next. */
  record Piece(ByteArrayOutputStream bytes, long position, boolean behind) {}

  /**
   * Collects events for one stream.
   *
   * @param position the number of the last event that the stream has dealt with
   * @param most about how many bytes to collect
   * @return the events and the position after them, or a piece that says that the stream is behind:
   *     the next event is not here any more
   */
  synchronized Piece after(long position, EventFilter filter, int most) {
    if (position < floor) {
      return new Piece(new ByteArrayOutputStream(0), position, true);
    }
    ByteArrayOutputStream collected = new ByteArrayOutputStream();
    long reached = position;
    for (int i = indexAfter(position); i < count && collected.size() < most; i++) {
      Frame frame = frame(i);
      if (filter.admits(frame.transition().run())) {
        collected.writeBytes(frame.bytes());
      }
      reached = frame.number();
    }
    return new Piece(collected, reached, false);
  }

  private Frame frame(int index) {
    return Objects.requireNonNull(frames[(first + index) % MOST]);
  }

  private int indexAfter(long position) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (frame(middle).number() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
