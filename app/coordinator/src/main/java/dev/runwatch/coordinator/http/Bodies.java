/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.servlet.http.HttpServletRequest;

/** Reads bodies within limits. */
final class Bodies {

  static final int MAX_BYTES = 1 << 20;

  /** So much of a body that is too large is read away, so that the client can read the answer. */
  private static final int MAX_DRAINED = 8 << 20;

  private static final int CHUNK = 16_384;

  private Bodies() {}

  /** Reads away what a client still sends, up to the limit; does nothing once it was read. */
  static void drain(HttpServletRequest request) {
    try {
      InputStream in = request.getInputStream();
      byte[] chunk = new byte[CHUNK];
      long seen = 0;
      int count;
      while (seen < MAX_DRAINED && (count = in.read(chunk)) >= 0) {
        seen += count;
      }
    } catch (IOException | RuntimeException e) {
      // Whoever cannot send its request may not read its answer either.
    }
  }

  private static int next(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw new ApiException(
          400, "bad_request", "the body ends early or its chunks cannot be read");
    }
  }

  static byte[] read(HttpServletRequest request) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    InputStream in = request.getInputStream();
    int seen = 0;
    boolean tooLarge = request.getContentLengthLong() > MAX_BYTES;
    int count;
    while (!tooLarge && (count = next(in, chunk)) >= 0) {
      seen += count;
      tooLarge |= seen > MAX_BYTES;
      if (!tooLarge) {
        body.write(chunk, 0, count);
      }
    }
    if (tooLarge) {
      throw new ApiException(413, "too_large", "the body has more than " + MAX_BYTES + " bytes");
    }
    return body.toByteArray();
  }
}
