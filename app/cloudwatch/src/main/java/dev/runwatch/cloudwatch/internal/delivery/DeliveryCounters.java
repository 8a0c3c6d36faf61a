/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Counts the outcome of every datum. Thread-safe; each update is atomic. */
public final class DeliveryCounters {

  private long recorded;
  private long accepted;
  private long pending;
  private long ambiguous;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private long newestAcceptedStep = Long.MIN_VALUE;
  private OptionalDouble lagSeconds = OptionalDouble.empty();
  private long lastSuccessNanos;

  /**
   * @param nowNanos monotonic time, from which the age of the last success counts
   */
  public DeliveryCounters(long nowNanos) {
    this.lastSuccessNanos = nowNanos;
  }

  /** Data that shall be sent. */
  public synchronized void recorded(long data) {
    recorded += data;
    pending += data;
  }

  /** A datum that is given up before it was pending. */
  public synchronized void refused(DropReason reason) {
    recorded++;
    dropped.merge(reason, 1L, Long::sum);
  }

  /** Pending data that are given up. */
  public synchronized void dropped(DropReason reason, long data) {
    pending -= data;
    dropped.merge(reason, data, Long::sum);
  }

  /** Data sent again after an attempt that may have been accepted. */
  public synchronized void sentAgain(long data) {
    ambiguous += data;
  }

  /** Pending data that CloudWatch took. */
  synchronized void accepted(long data, long stepStartMillis, double lag, long nowNanos) {
    pending -= data;
    accepted += data;
    lastSuccessNanos = nowNanos;
    if (stepStartMillis >= newestAcceptedStep) {
      newestAcceptedStep = stepStartMillis;
      lagSeconds = OptionalDouble.of(Math.max(0, lag));
    }
  }

  /** All entries at one moment. */
  public synchronized Entries entries() {
    return new Entries(
        recorded, accepted, pending, ambiguous, Map.copyOf(dropped), lagSeconds, lastSuccessNanos);
  }

  /** The counters at one moment; see {@code DeliveryStats}. */
  public record Entries(
      long recorded,
      long accepted,
      long pending,
      long ambiguous,
      Map<DropReason, Long> dropped,
      OptionalDouble lagSeconds,
      long lastSuccessNanos) {

    /** The lag of the newest accepted step; empty before the first. */
    public Optional<Duration> lag() {
      return lagSeconds.isPresent()
          ? Optional.of(Duration.ofMillis((long) (lagSeconds.getAsDouble() * 1000)))
          : Optional.empty();
    }

    public long droppedInAll() {
      return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
