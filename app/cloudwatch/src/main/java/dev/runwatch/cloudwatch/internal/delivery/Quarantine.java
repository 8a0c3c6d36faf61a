/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Series of which CloudWatch rejected several data in a row. Their data are dropped without a
 * request for an hour; then one is tried. Not thread-safe.
 */
final class Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  static final int REJECTIONS = 3;
  static final Duration TIME = Duration.ofHours(1);
  private static final int MOST_SERIES = 10_000;

  private static final class Entry {
    private int rejections;
    private long untilNanos;
  }

  private final Map<SeriesKey, Entry> entries = new HashMap<>();

  void rejected(SeriesKey series, long now) {
    if (entries.size() >= MOST_SERIES) {
      entries.clear();
    }
    Entry entry = entries.computeIfAbsent(series, s -> new Entry());
    entry.rejections++;
    if (entry.rejections >= REJECTIONS) {
      entry.untilNanos = now + TIME.toNanos();
      LOG.warn("CloudWatch rejects every datum of {}; its data are dropped for {}.", series, TIME);
    }
  }

  void accepted(SeriesKey series) {
    entries.remove(series);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean holds(SeriesKey series, long now) {
    Entry entry = entries.get(series);
    return entry != null && entry.rejections >= REJECTIONS && now < entry.untilNanos;
  }
}
