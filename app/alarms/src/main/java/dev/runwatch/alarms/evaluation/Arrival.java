/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.Statistic;
import java.time.Duration;
import java.util.List;

/**
 * How much of the newest minute has arrived when CloudWatch evaluates an alarm. AWS does not
 * publish how long it waits for late data.
 */
public enum Arrival {
  /** All of it. */
  ON_TIME("all data of the newest minute have arrived"),
  /** Half of every sum and sample count: one of two publishers was late. */
  PARTIAL("half of the newest minute has arrived"),
  /** Nothing of it. */
  LATE("the newest minute is late");

  private static final List<Statistic> ADDING_UP = List.of(Statistic.SUM, Statistic.SAMPLE_COUNT);

  private final String phrase;

  Arrival(String phrase) {
    this.phrase = phrase;
  }

  /** The assumption as a clause for a message. */
  public String phrase() {
    return phrase;
  }

  /** Whether it changes the data points of a statistic. */
  public boolean matters(Statistic statistic) {
    return this == LATE || (this == PARTIAL && ADDING_UP.contains(statistic));
  }

  /**
   * The same data as they are known at the end of each range that is read.
   *
   * @param source all data
   * @param interval the length of the newest minute: the interval of evaluations
   */
  public SeriesSource applyTo(SeriesSource source, Duration interval) {
    return this == ON_TIME ? source : new LateSource(source, this, interval);
  }
}
