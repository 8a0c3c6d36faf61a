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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts what was recorded in finished steps to data. Meters with values of their own are handed
 * over before any code of the application runs; gauges and function meters follow, as far as they
 * answer in time. A late collection loses nothing, because recorders begin new steps by themselves.
 * Thread-safe; one collection at a time.
 */
final class StepCollector {

  private static final Logger LOG = LoggerFactory.getLogger(StepCollector.class);

  // After a longer stall, the gap shows.
  private static final long MOST_ZEROS = 60;
  // How many data to hand over at once when the work is spread.
  private static final int PORTION = 48;
  private static final Duration LONGEST_READ = Duration.ofSeconds(2);
  private static final Duration LONGEST_PASS = Duration.ofSeconds(10);

  private final StepTime time;
  private final long sumSteps;
  private final MetricSetBudget budget;
  private final BiConsumer<DropReason, SeriesKey> dropped;
  private final BiConsumer<List<Datum>, Duration> handOver;
  private final Queue<Collector> collectors = new ConcurrentLinkedQueue<>();
  private final Queue<Collector> retired = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ForeignMeterReader reader;
  // Guarded by lock. A roll-up that could not be handed over waits here for the next collection.
  private final Rollup rollup;
  private long lastSampled = Long.MIN_VALUE;
  private long lastCollected;
  private long lastCollectionNanos;
  private volatile boolean discarding;
  private volatile boolean hurried;
  private volatile double error;

  /**
   * @param sumPeriod over which gauges read as sums are summed: they are sampled once in each
   * @param percentileError the error that percentiles may have
   * @param handOver receives data, and the time since the collection began
   */
  StepCollector(
      StepTime time,
      Duration sumPeriod,
      double percentileError,
      MetricSetBudget budget,
      BiConsumer<DropReason, SeriesKey> dropped,
      BiConsumer<List<Datum>, Duration> handOver) {
    this.time = time;
    this.rollup = new Rollup(percentileError);
    this.sumSteps = Math.max(1, sumPeriod.toMillis() / time.lengthMillis());
    this.budget = budget;
    this.dropped = dropped;
    this.handOver = handOver;
    this.lastCollected = time.refresh() - 1;
    this.lastCollectionNanos = time.monotonicNanos();
    Duration quarter = Duration.ofMillis(time.lengthMillis() / 4);
    this.reader =
        new ForeignMeterReader(time, quarter.compareTo(LONGEST_READ) < 0 ? quarter : LONGEST_READ);
  }

  void add(Collector collector) {
    collectors.add(collector);
  }

  /** Collects once more what was recorded so far, then forgets the collector. */
  void retire(Collector collector) {
    if (collectors.remove(collector) && !discarding) {
      retired.add(collector);
    }
  }

  /** From now on nothing is collected: meters keep no more than what they show. */
  void discard() {
    discarding = true;
    retired.clear();
    time.retain(0);
  }

  /**
   * Collects the steps before the current one that were not collected yet.
   *
   * @param window over which to spread the work
   */
  boolean collectDue(Duration window) {
    lock.lock();
    try {
      long open = time.refresh();
      if (open - 1 == lastCollected) {
        return false;
      }
      long end = time.startMillis(open);
      boolean onTime = time.wallMillis() - end <= time.lengthMillis() / 2;
      // A gauge read late says nothing about the end of the step; better no value than a wrong one.
      OptionalLong sampled = onTime ? OptionalLong.of(open - 1) : OptionalLong.empty();
      Duration half = Duration.ofMillis(time.lengthMillis() / 2);
      Duration readWithin = half.compareTo(LONGEST_PASS) < 0 ? half : LONGEST_PASS;
      collect(open, open - 1, sampled, false, readWithin, window);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Collects all steps, including the current one.
   *
   * @param within how long to wait for a collection under way, and then for gauges to answer
   */
  void collectAll(boolean sampleGauges, Duration within) throws InterruptedException {
    hurried = true;
    if (!lock.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
      LOG.warn("The last step is not collected, because the collection before it does not end.");
      return;
    }
    try {
      long now = time.refresh();
      OptionalLong sampled = sampleGauges ? OptionalLong.of(now) : OptionalLong.empty();
      collect(Long.MIN_VALUE, now, sampled, true, within, Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  private void collect(
      long open,
      long last,
      OptionalLong sampled,
      boolean closing,
      Duration readWithin,
      Duration window) {
    CollectionPace pace = new CollectionPace(window, () -> hurried);
    int portion = window.isZero() ? Integer.MAX_VALUE : PORTION;
    long nanos = time.monotonicNanos();
    // The wall clock may have been set; zeros are for steps that really went by.
    long elapsed = (nanos - lastCollectionNanos) / (time.lengthMillis() * 1_000_000) + 1;
    long first = Math.max(lastCollected + 1, last - Math.min(elapsed, MOST_ZEROS) + 1);
    lastCollected = last;
    lastCollectionNanos = nanos;
    // A clock that was set back passes a boundary twice.
    OptionalLong once = last > lastSampled ? sampled : OptionalLong.empty();
    lastSampled = Math.max(lastSampled, last);
    // A process that ends and its successor would both count in this step.
    boolean endsSum = Math.floorMod(last + 1, sumSteps) == 0 && !closing;
    OptionalLong sums = endsSum ? once : OptionalLong.empty();
    CollectionPass pass = new CollectionPass(rollup, open, first, last, once, sums, closing);
    CollectionPass farewell =
        new CollectionPass(
            rollup,
            Long.MIN_VALUE,
            last + 1,
            last,
            OptionalLong.empty(),
            OptionalLong.empty(),
            closing);
    List<ForeignMeterReader.Task> foreign = new ArrayList<>();
    for (Collector collector : collectors) {
      collectOrDefer(collector, pass, false, foreign);
      pace.rest();
    }
    for (Collector collector = retired.poll(); collector != null; collector = retired.poll()) {
      collectOrDefer(collector, farewell, true, foreign);
    }
    rollup.resetError();
    handOver(portion, pace, nanos);
    error = rollup.error();
    if (!foreign.isEmpty()) {
      reader.read(foreign, readWithin);
      for (ForeignMeterReader.Task task : foreign) {
        collectSafely(task.meter(), task.pass());
        if (task.farewell()) {
          reader.forget(task.meter());
        }
      }
      handOver(portion, pace, nanos);
    }
  }

  private static void collectOrDefer(
      Collector collector,
      CollectionPass pass,
      boolean farewell,
      List<ForeignMeterReader.Task> foreign) {
    if (collector instanceof ForeignMeter meter) {
      foreign.add(new ForeignMeterReader.Task(meter, pass, farewell));
    } else {
      collectSafely(collector, pass);
    }
  }

  private static void collectSafely(Collector collector, CollectionPass pass) {
    try {
      collector.collect(pass);
    } catch (Throwable e) {
      LOG.warn("{} could not be collected and is left out of this step.", collector, e);
    }
  }

  private void handOver(int portion, CollectionPace pace, long sinceNanos) {
    Consumer<List<Datum>> to =
        data ->
            handOver.accept(
                data, Duration.ofNanos(Math.max(0, time.monotonicNanos() - sinceNanos)));
    rollup.drain(time::start, new Rollup.Outlet(budget, dropped, to, portion, pace::rest));
  }

  /** How often a gauge or a function meter was skipped. */
  long meterFailures() {
    return reader.failures();
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
