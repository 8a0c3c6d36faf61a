/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Which step it is. Steps are counted from the epoch; step {@code n} is the half-open time from
 * {@code n * length} to {@code (n + 1) * length}. Thread-safe.
 *
 * <p>Reading the system's clock costs as much as all the rest of recording. While a thread keeps
 * {@link #refresh() refreshing} at each boundary, hot recorders may go by {@link #current()}, which
 * reads no clock, and look at the clock now and then to notice that the thread is stalled.
 */
public final class StepTime {

  /** How many finished steps a meter keeps while nothing collects them. */
  public static final int MOST_RETAINED = 30;

  private final Clock clock;
  private final long lengthMillis;
  private volatile Runnable onDiscard = () -> {};
  private volatile int retained = MOST_RETAINED;
  private volatile boolean kept;
  private volatile long current;

  public StepTime(Clock clock, Duration length) {
    this.clock = clock;
    this.lengthMillis = length.toMillis();
    this.current = stepAt(clock.wallTime());
  }

  /**
   * Says whether a thread refreshes at each boundary. Other clocks than the system's are always
   * read.
   */
  public void kept(boolean kept) {
    this.kept = kept && clock == Clock.SYSTEM;
    refresh();
  }

  /**
   * The step as far as known without reading the clock, if somebody keeps it; else by the clock.
   */
  long current() {
    return kept ? current : refresh();
  }

  /** The step to which a sample belongs that is recorded now. */
  public long open() {
    return current();
  }

  /** Sets how many finished steps a meter keeps for a collection that is late. */
  public void retain(int steps) {
    retained = steps;
  }

  /** Sets what runs for each finished step of a meter that is lost uncollected. */
  public void onDiscard(Runnable listener) {
    onDiscard = listener;
  }

  void discarded() {
    if (retained > 0) {
      onDiscard.run();
    }
  }

  int retained() {
    return retained;
  }

  /** The step by the clock. */
  public long refresh() {
    long step = stepAt(clock.wallTime());
    return step == current ? step : change();
  }

  // Reads the clock again inside the lock: a thread that was held up after reading must not set an
  // older step over a newer one.
  private synchronized long change() {
    long step = stepAt(clock.wallTime());
    current = step;
    return step;
  }

  /** The step to which a moment belongs. */
  public long stepAt(long wallMillis) {
    return Math.floorDiv(wallMillis, lengthMillis);
  }

  /** Milliseconds since the epoch at which a step starts. */
  public long startMillis(long step) {
    return step * lengthMillis;
  }

  /** When a step starts. */
  public Instant start(long step) {
    return Instant.ofEpochMilli(startMillis(step));
  }

  public long lengthMillis() {
    return lengthMillis;
  }

  public long wallMillis() {
    return clock.wallTime();
  }

  public long monotonicNanos() {
    return clock.monotonicTime();
  }
}
