/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One alarm over time: its state, and the changes of it. Not thread-safe.
 *
 * <p>An alarm with periods of a minute or more is evaluated every minute, over periods that end
 * with the minute; one with shorter periods every ten seconds; one whose periods make more than a
 * day every hour. Call {@link #evaluate} at least that often.
 */
public final class AlarmMonitor {

  private final AlarmDefinition definition;
  private final AlarmQuery watch;
  private final WarmUpTracker warmingUp;
  private final int extra;
  private final Duration cadence;
  private AlarmState state;
  private Instant since;
  private Optional<Verdict> verdict = Optional.empty();

  /**
   * A new alarm, in INSUFFICIENT_DATA.
   *
   * @param definition what it watches and when it is an alarm
   * @param dimensions what the tokens of the definition stand for, by dimension name: {@code
   *     Environment} = {@code local}; and {@code Namespace}, where it is not the default
   * @param createdAt when its life, and with it its warm-up, begins
   */
  public AlarmMonitor(
      AlarmDefinition definition, Map<String, String> dimensions, Instant createdAt) {
    this(
        definition.bound(
            dimensions.getOrDefault(MetricCatalogue.ENVIRONMENT, MetricStat.ENVIRONMENT_TOKEN),
            dimensions.getOrDefault("Namespace", MetricCatalogue.DEFAULT_NAMESPACE)),
        createdAt,
        AlarmState.INSUFFICIENT_DATA,
        Evaluator.DEFAULT_EXTRA);
  }

  /**
   * An alarm in a given state; one that is not new has warmed up long ago.
   *
   * @param definition the alarm, its tokens replaced
   * @param at when it entered that state
   * @param state the state
   * @param extra how many periods more than N are retrieved
   */
  public AlarmMonitor(AlarmDefinition definition, Instant at, AlarmState state, int extra) {
    this.definition = definition;
    this.watch = new AlarmQuery(definition);
    this.warmingUp =
        new WarmUpTracker(definition, watch, at, /* over= */ state != AlarmState.INSUFFICIENT_DATA);
    this.extra = extra;
    this.cadence = cadence(definition);
    this.state = state;
    this.since = at;
  }

  /**
   * Evaluates the alarm once.
   *
   * @param source the data
   * @param now the time; periods that have not ended by then are not looked at
   * @return the change of state, or empty when there is none
   */
  public Optional<StateTransition> evaluate(SeriesSource source, Instant now) {
    Instant to = floor(now, cadence);
    if (!warmingUp.over(source, to)) {
      return Optional.empty();
    }
    Series range = watch.range(source, to, extra);
    Verdict found =
        Evaluator.evaluate(definition.rule(), range, watch.samples(source, range), state);
    if (!found.retained()) {
      verdict = Optional.of(found);
    }
    if (found.state() == state) {
      return Optional.empty();
    }
    AlarmState before = state;
    state = found.state();
    since = now;
    return Optional.of(StateTransition.of(definition, now, before, found));
  }

  /** Its state alone, without a word about why. */
  public AlarmState state() {
    return state;
  }

  /** How the alarm stands. */
  public AlarmStatus status() {
    return new AlarmStatus(
        state, since, verdict.map(Verdict::reason).orElse(StateReasons.INITIAL), warmingUp.still());
  }

  /** How often CloudWatch evaluates an alarm, in the alarm's own minutes. */
  public static Duration cadence(AlarmDefinition definition) {
    Duration minute = definition.minute();
    Duration window = definition.period().multipliedBy(definition.rule().evaluationPeriods());
    if (window.compareTo(minute.multipliedBy(24 * 60)) > 0) {
      return minute.multipliedBy(60);
    }
    return definition.period().compareTo(minute) < 0 ? minute.dividedBy(6) : minute;
  }

  private static Instant floor(Instant time, Duration unit) {
    // In milliseconds: a scaled minute may be 100 ms, and nanoseconds of an epoch overflow.
    long millis = Math.max(1, unit.toMillis());
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }
}
