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
 * Converts what was recorded in finished steps to data. A late collection loses nothing, because
 * recorders begin new steps by themselves. Thread-safe; one collection at a time.
 */
final class StepCollector {

  private static final Logger LOG = LoggerFactory.getLogger(StepCollector.class);

  // After a longer stall, the gap shows.
  private static final long MOST_ZEROS = 60;

  private final StepTime time;
  private final MetricSetBudget budget;
  private final BiConsumer<DropReason, SeriesKey> dropped;
  private final Consumer<List<Datum>> handOver;
  private final Queue<Collector> collectors = new ConcurrentLinkedQueue<>();
  private final Queue<Collector> retired = new ConcurrentLinkedQueue<>();
  private long lastCollected;
  private long lastCollectionNanos;
  private volatile double error;

  StepCollector(
      StepTime time,
      MetricSetBudget budget,
      BiConsumer<DropReason, SeriesKey> dropped,
      Consumer<List<Datum>> handOver) {
    this.time = time;
    this.budget = budget;
    this.dropped = dropped;
    this.handOver = handOver;
    this.lastCollected = time.refresh() - 1;
    this.lastCollectionNanos = time.monotonicNanos();
  }

  void add(Collector collector) {
    collectors.add(collector);
  }

  /** Collects once more what was recorded so far, then forgets the collector. */
  void retire(Collector collector) {
    if (collectors.remove(collector)) {
      retired.add(collector);
    }
  }

  /** Collects the steps before the current one that were not collected yet. */
  synchronized boolean collectDue() {
    long open = time.refresh();
    if (open - 1 == lastCollected) {
      return false;
    }
    long end = time.startMillis(open);
    boolean onTime = time.wallMillis() - end <= time.lengthMillis() / 2;
    // A gauge read late says nothing about the end of the step; better no value than a wrong one.
    OptionalLong sampled = onTime ? OptionalLong.of(open - 1) : OptionalLong.empty();
    collect(open, open - 1, sampled, false);
    return true;
  }

  /** Collects all steps, including the current one. */
  synchronized void collectAll(boolean sampleGauges) {
    long now = time.refresh();
    collect(Long.MIN_VALUE, now, sampleGauges ? OptionalLong.of(now) : OptionalLong.empty(), true);
  }

  private void collect(long open, long last, OptionalLong sampled, boolean closing) {
    long nanos = time.monotonicNanos();
    // The wall clock may have been set; zeros are for steps that really went by.
    long elapsed = (nanos - lastCollectionNanos) / (time.lengthMillis() * 1_000_000) + 1;
    long first = Math.max(lastCollected + 1, last - Math.min(elapsed, MOST_ZEROS) + 1);
    lastCollected = last;
    lastCollectionNanos = nanos;
    Rollup rollup = new Rollup();
    CollectionPass pass = new CollectionPass(rollup, open, first, last, sampled, closing);
    collectors.forEach(collector -> collectSafely(collector, pass));
    for (Collector collector = retired.poll(); collector != null; collector = retired.poll()) {
      collectSafely(
          collector,
          new CollectionPass(
              rollup, Long.MIN_VALUE, last + 1, last, OptionalLong.empty(), closing));
    }
    rollup.data(time::start, budget, dropped).forEach(handOver);
    error = rollup.error();
  }

  private static void collectSafely(Collector collector, CollectionPass pass) {
    try {
      collector.collect(pass);
    } catch (RuntimeException e) {
      LOG.warn("{} could not be read and is left out of this step.", collector, e);
    }
  }

  /** Milliseconds until the present step ends, by the wall clock. */
  long millisToNextCollection() {
    long now = time.wallMillis();
    return time.lengthMillis() - Math.floorMod(now, time.lengthMillis());
  }

  /** The worst relative error of a percentile of the last collection. */
  double error() {
    return error;
  }
}
