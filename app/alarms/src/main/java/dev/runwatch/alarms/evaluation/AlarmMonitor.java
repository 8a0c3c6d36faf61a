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
 * One alarm over time: its state and its transitions. Not thread-safe.
 *
 * <p>CloudWatch evaluates an alarm every minute; every ten seconds if its period is shorter than a
 * minute, and every hour if its evaluation periods span more than a day. Call {@link #evaluate} at
 * least that often; {@link #cadence} gives the interval.
 */
public final class AlarmMonitor {

  private final AlarmDefinition definition;
  private final AlarmQuery query;
  private final WarmUpTracker warmingUp;
  private final Assumptions assumptions;
  private final Duration cadence;
  private AlarmState state;
  private Instant since;
  private Optional<Verdict> verdict = Optional.empty();

  /**
   * A new alarm, in INSUFFICIENT_DATA.
   *
   * @param definition the alarm; its tokens are replaced
   * @param dimensions the values of the tokens: {@code Environment}, and {@code Namespace} unless
   *     it is the default
   * @param createdAt the time of its creation, when its warm-up begins
   */
  public AlarmMonitor(
      AlarmDefinition definition, Map<String, String> dimensions, Instant createdAt) {
    this(
        definition.bound(
            dimensions.getOrDefault(MetricCatalogue.ENVIRONMENT, MetricStat.ENVIRONMENT_TOKEN),
            dimensions.getOrDefault("Namespace", MetricCatalogue.DEFAULT_NAMESPACE)),
        createdAt,
        AlarmState.INSUFFICIENT_DATA,
        Assumptions.DEFAULT);
  }

  /**
   * An alarm in a given state. Its warm-up has ended unless the state is INSUFFICIENT_DATA.
   *
   * @param definition the alarm, its tokens replaced
   * @param at when it entered that state
   * @param state the state
   * @param extra the number of periods beyond N that are retrieved, 0 or more
   */
  public AlarmMonitor(AlarmDefinition definition, Instant at, AlarmState state, int extra) {
    this(definition, at, state, Assumptions.DEFAULT.withExtra(extra));
  }

  /**
   * An alarm in a given state. Its warm-up has ended unless the state is INSUFFICIENT_DATA.
   *
   * @param definition the alarm, its tokens replaced
   * @param at when it entered that state
   * @param state the state
   * @param assumptions what is assumed where AWS publishes nothing; with a late newest minute,
   *     every evaluation lacks it
   */
  public AlarmMonitor(
      AlarmDefinition definition, Instant at, AlarmState state, Assumptions assumptions) {
    this.definition = definition;
    this.query = new AlarmQuery(definition, assumptions);
    this.warmingUp =
        new WarmUpTracker(
            definition, query, at, assumptions, /* over= */ state != AlarmState.INSUFFICIENT_DATA);
    this.assumptions = assumptions;
    this.cadence = cadence(definition);
    this.state = state;
    this.since = at;
  }

  /**
   * Evaluates the alarm once.
   *
   * @param all the data
   * @param now the time; only periods that have ended by then are evaluated
   * @return the transition, or empty if the state stays the same
   */
  public Optional<StateTransition> evaluate(SeriesSource all, Instant now) {
    Instant to = floor(now, cadence);
    SeriesSource source = assumptions.newest().applyTo(all, cadence);
    if (!warmingUp.over(source, to)) {
      return Optional.empty();
    }
    Series range = query.range(source, to, assumptions.extra());
    Verdict found =
        Evaluator.evaluate(definition.rule(), range, query.samples(source, range), state);
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

  /** The state. */
  public AlarmState state() {
    return state;
  }

  /** The state with its reason and since when it holds. */
  public AlarmStatus status() {
    return new AlarmStatus(
        state, since, verdict.map(Verdict::reason).orElse(StateReasons.INITIAL), warmingUp.still());
  }

  /** The interval at which CloudWatch evaluates an alarm, scaled with the alarm's minute. */
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
