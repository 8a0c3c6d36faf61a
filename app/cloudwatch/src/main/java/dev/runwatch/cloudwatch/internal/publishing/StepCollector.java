/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.MetricSetBudget;
import dev.runwatch.cloudwatch.internal.series.Rollup;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was recorded in the steps that are over and makes data of it. Being late does no harm:
 * recorders begin new steps by themselves. Thread-safe; one seal at a time.
 */
final class StepCollector {

  private static final Logger log = LoggerFactory.getLogger(StepCollector.class);

  // After a longer stall, the gap shows.
  private static final long MOST_ZEROS = 60;

  private final StepTime time;
  private final MetricSetBudget budget;
  private final BiConsumer<DropReason, SeriesKey> dropped;
  private final Consumer<List<Datum>> sealed;
  private final Queue<Collector> sources = new ConcurrentLinkedQueue<>();
  private final Queue<Collector> retired = new ConcurrentLinkedQueue<>();
  private long lastSealed;
  private long lastSealNanos;
  private volatile double error;

  StepCollector(
      StepTime time,
      MetricSetBudget budget,
      BiConsumer<DropReason, SeriesKey> dropped,
      Consumer<List<Datum>> sealed) {
    this.time = time;
    this.budget = budget;
    this.dropped = dropped;
    this.sealed = sealed;
    this.lastSealed = time.refresh() - 1;
    this.lastSealNanos = time.monotonicNanos();
  }

  void add(Collector source) {
    sources.add(source);
  }

  /** What was recorded until now is still sealed, then the source is forgotten. */
  void retire(Collector source) {
    if (sources.remove(source)) {
      retired.add(source);
    }
  }

  /** Seals the steps before the present one, if there are any that were not. */
  synchronized boolean sealDue() {
    long open = time.refresh();
    if (open - 1 == lastSealed) {
      return false;
    }
    long end = time.startMillis(open);
    boolean onTime = time.wallMillis() - end <= time.lengthMillis() / 2;
    // A gauge read late says nothing about the end of the step; better no value than a wrong one.
    OptionalLong sampled = onTime ? OptionalLong.of(open - 1) : OptionalLong.empty();
    seal(open, open - 1, sampled, false);
    return true;
  }

  /** Seals everything, the step that is under way too. */
  synchronized void sealAll(boolean sampleGauges) {
    long now = time.refresh();
    seal(Long.MIN_VALUE, now, sampleGauges ? OptionalLong.of(now) : OptionalLong.empty(), true);
  }

  private void seal(long open, long last, OptionalLong sampled, boolean closing) {
    long nanos = time.monotonicNanos();
    // The wall clock may have been set; zeros are for steps that really went by.
    long elapsed = (nanos - lastSealNanos) / (time.lengthMillis() * 1_000_000) + 1;
    long first = Math.max(lastSealed + 1, last - Math.min(elapsed, MOST_ZEROS) + 1);
    lastSealed = last;
    lastSealNanos = nanos;
    Rollup rollup = new Rollup();
    CollectionPass sealing = new CollectionPass(rollup, open, first, last, sampled, closing);
    sources.forEach(source -> sealSafely(source, sealing));
    for (Collector source = retired.poll(); source != null; source = retired.poll()) {
      sealSafely(
          source,
          new CollectionPass(
              rollup, Long.MIN_VALUE, last + 1, last, OptionalLong.empty(), closing));
    }
    rollup.data(time::start, budget, dropped).forEach(sealed);
    error = rollup.error();
  }

  private static void sealSafely(Collector source, CollectionPass sealing) {
    try {
      source.seal(sealing);
    } catch (RuntimeException e) {
      log.warn("{} could not be read and is left out of this step.", source, e);
    }
  }

  /** Milliseconds until the present step ends, by the wall clock. */
  long millisToNextSeal() {
    long now = time.wallMillis();
    return time.lengthMillis() - Math.floorMod(now, time.lengthMillis());
  }

  /** The worst relative error of a percentile in the last seal. */
  double error() {
    return error;
  }
}
