/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/**
 * A response body that is written piece by piece. No method blocks. When the connection fails, the
 * exchange is over: see {@link Exchange#whenOver}.
 */
public interface ResponseStream {

  /**
   * Writes bytes. The next call must wait for {@code written}.
   *
   * @param bytes the bytes, not copied
   * @param written runs once the bytes are on their way, on any thread or on the caller's before
   *     this method returns; it does not run if the connection fails
   */
  void write(byte[] bytes, Runnable written);

  /** Ends the body. Does nothing if the exchange is over. */
  void close();
}
