/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

/**
 * The largest request to send, learned from requests that were too large or too slow: half of such
 * a request, and a quarter more for every accepted request that nearly reached the limit. Not
 * thread-safe.
 */
final class RequestLimit {

  static final long LEAST_BYTES = 64;

  private final long most;
  private long bytes;

  RequestLimit(long most) {
    this.most = most;
    this.bytes = most;
  }

  long bytes() {
    return bytes;
  }

  void tooLarge(long requestBytes) {
    bytes = Math.max(LEAST_BYTES, Math.min(bytes, requestBytes / 2));
  }

  void accepted(long requestBytes) {
    if (requestBytes * 2 > bytes) {
      bytes = Math.min(most, bytes + bytes / 4);
    }
  }
}
