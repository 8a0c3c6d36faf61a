/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The last bytes that a process wrote to one of its streams. Reads never block, so neither a silent
 * process nor a child that holds the stream open blocks a thread. Not thread-safe.
 */
final class OutputTail {

  /** The most bytes that are kept of one stream. */
  static final int MOST_BYTES = 64 * 1024;

  private final byte[] ring = new byte[MOST_BYTES];
  private final byte[] chunk = new byte[16 * 1024];
  private long total;

  /** Takes what the stream has ready. Returns whether that was anything. */
  boolean pull(InputStream stream) {
    boolean moved = false;
    try {
      // Bounded: a process that writes as fast as this reads must not hide a request to stop.
      for (int i = 0; i < 64; i++) {
        int ready = stream.available();
        if (ready <= 0) {
          break;
        }
        int read = stream.read(chunk, 0, Math.min(ready, chunk.length));
        if (read <= 0) {
          break;
        }
        append(chunk, read);
        moved = true;
      }
    } catch (IOException e) {
      return moved; // closed with the end of its process
    }
    return moved;
  }

  /** How many bytes the stream had so far. */
  long total() {
    return total;
  }

  void append(byte[] bytes, int length) {
    for (int done = 0; done < length; ) {
      int at = (int) (total % MOST_BYTES);
      int count = Math.min(length - done, MOST_BYTES - at);
      System.arraycopy(bytes, done, ring, at, count);
      done += count;
      total += count;
    }
  }

  /**
   * The tail as text. When more was written, its first line says how many bytes are left out. Bytes
   * that are no UTF-8, and NUL, which not every store can keep, become the replacement character.
   */
  String text() {
    if (total <= MOST_BYTES) {
      return decode(ring, 0, (int) total);
    }
    int at = (int) (total % MOST_BYTES);
    byte[] tail = new byte[MOST_BYTES];
    System.arraycopy(ring, at, tail, 0, MOST_BYTES - at);
    System.arraycopy(ring, 0, tail, MOST_BYTES - at, at);
    int begin = 0;
    while (begin < 3 && (tail[begin] & 0xC0) == 0x80) {
      begin++; // the rest of a character that was cut
    }
    return "[the first "
        + (total - MOST_BYTES + begin)
        + " bytes are left out]\n"
        + decode(tail, begin, MOST_BYTES - begin);
  }

  private static String decode(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }
}
