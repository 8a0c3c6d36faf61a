/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A JSON list that is cut where it would have too many elements or bytes; never before one. */
final class RunPage {

  private final StringBuilder json = new StringBuilder("[");
  private final int limit;
  private final int maxBytes;
  private int count;
  private long bytes;
  private boolean cut;
  private @Nullable Long last;

  RunPage(int limit, int maxBytes) {
    this.limit = limit;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds an element if it fits.
   *
   * @return whether more may fit
   */
  boolean add(long sequence, String element) {
    int size = element.getBytes(StandardCharsets.UTF_8).length + 1;
    if (count == limit || (count > 0 && bytes + size > maxBytes)) {
      cut = true;
      return false;
    }
    json.append(count == 0 ? "" : ",").append(element);
    bytes += size;
    count++;
    last = sequence;
    return true;
  }

  /** Whether an element did not fit. */
  boolean cut() {
    return cut;
  }

  /** The sequence of the last element, or null when there is none. */
  @Nullable Long last() {
    return last;
  }

  String json() {
    return json + "]";
  }
}
