/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * A list of runs as JSON that is cut where it would have too many elements or bytes; never before
 * one.
 */
final class RunPage {

  private final List<RawValue> runs = new ArrayList<>();
  private final int limit;
  private final int maxBytes;
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
    if (runs.size() == limit || (!runs.isEmpty() && bytes + size > maxBytes)) {
      cut = true;
      return false;
    }
    runs.add(new RawValue(element));
    bytes += size;
    last = sequence;
    return true;
  }

  /** Whether an element did not fit. */
  boolean cut() {
    return cut;
  }

  /** The elements, encoded already. */
  List<RawValue> runs() {
    return runs;
  }

  /** Where the next page begins, or null when this is the last one. */
  @Nullable String next() {
    return cut && last != null ? String.valueOf(last) : null;
  }
}
