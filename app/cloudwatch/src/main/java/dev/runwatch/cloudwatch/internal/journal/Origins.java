/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the last record of each source. Those of a file are kept, and the file with them,
 * until their source has settled them. Not thread-safe.
 */
final class Origins {

  private final Map<String, Long> last = new HashMap<>();

  void note(@Nullable Origin origin) {
    if (origin != null) {
      last.merge(origin.source(), origin.number(), Math::max);
    }
  }

  void noteAll(Origins other) {
    other.last.forEach((source, number) -> last.merge(source, number, Math::max));
  }

  /** The number of the last record of a source; 0 when there is none. */
  long last(String source) {
    return last.getOrDefault(source, 0L);
  }

  /** The source itself knows by now that its records up to this number were taken. */
  void settle(String source, long settled) {
    last.computeIfPresent(source, (s, number) -> number <= settled ? null : number);
  }

  boolean isEmpty() {
    return last.isEmpty();
  }
}
