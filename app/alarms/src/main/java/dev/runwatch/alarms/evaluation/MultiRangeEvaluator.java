/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alarm over time with several evaluation ranges at once, to find out whether its state depends
 * on the range. Equivalent to one {@link AlarmMonitor} per range, but reads the data once. Not
 * thread-safe.
 */
public final class MultiRangeEvaluator {

  private final AlarmDefinition definition;
  private final AlarmQuery query;
  private final WarmUpTracker warmingUp;
  private final int[] extras;
  private final int longest;
  private final AlarmState[] states;
  private final boolean together;
  private final AlarmState[] before;
  private final Map<Arrival, LateRange> late = new EnumMap<>(Arrival.class);
  private boolean evaluated;
  private final Duration cadence;
  private @Nullable Series preloaded;

  /** The longest range of the last evaluation. */
  private @Nullable Series usual;

  /**
   * The longest range at one time, as it is when the newest minute is late.
   *
   * @param differs whether a data point is another one than with all data
   */
  private record LateRange(Instant to, Series range, boolean differs) {}

  /**
   * An alarm in a given state. Its warm-up has ended unless the state is INSUFFICIENT_DATA.
   *
   * @param definition the alarm, its tokens replaced
   * @param query the query of that alarm
   * @param at when it entered that state
   * @param state the state
   * @param extras the number of periods beyond N of each range
   */
  public MultiRangeEvaluator(
      AlarmDefinition definition, AlarmQuery query, Instant at, AlarmState state, int... extras) {
    this(definition, query, at, state, Assumptions.DEFAULT, extras);
  }

  /**
   * An alarm in a given state. Its warm-up has ended unless the state is INSUFFICIENT_DATA.
   *
   * @param assumptions what is assumed of the warm-up; the query has what is assumed of FILL
   */
  public MultiRangeEvaluator(
      AlarmDefinition definition,
      AlarmQuery query,
      Instant at,
      AlarmState state,
      Assumptions assumptions,
      int... extras) {
    this.definition = definition;
    this.cadence = AlarmMonitor.cadence(definition);
    this.query = query;
    this.warmingUp =
        new WarmUpTracker(
            definition, query, at, assumptions, /* over= */ state != AlarmState.INSUFFICIENT_DATA);
    this.extras = extras.clone();
    this.longest = Arrays.stream(extras).max().orElse(0);
    this.states = new AlarmState[extras.length];
    Arrays.fill(states, state);
    this.before = states.clone();
    this.together = query.isPointwise() && definition.rule().evaluateLowSamples();
  }

  /**
   * Reads all data in advance if the result is the same: if periods do not slide and each data
   * point depends only on its own period.
   *
   * @param source the data
   * @param from a time before the first evaluation
   * @param to the time of the last evaluation
   */
  public void preload(SeriesSource source, Instant from, Instant to) {
    Duration period = definition.period();
    if (together && period.equals(cadence())) {
      int before = definition.rule().evaluationPeriods() + longest;
      long after = Duration.between(from, to).toMillis() / period.toMillis();
      Instant begin = from.minusNanos(period.toNanos() * before);
      preloaded = query.series(source, begin, to, (int) (before + after));
    }
  }

  private Series longestRange(SeriesSource source, Instant to) {
    if (preloaded == null) {
      return query.range(source, to, longest);
    }
    int size = definition.rule().evaluationPeriods() + longest;
    long periods =
        (to.toEpochMilli() - preloaded.start().toEpochMilli()) / definition.period().toMillis();
    return preloaded.part((int) periods - size, size);
  }

  /**
   * Evaluates every range once.
   *
   * @param to the time, a multiple of {@link #cadence}
   * @param changes receives every transition with the index of its range
   */
  public void evaluate(SeriesSource source, Instant to, Changes changes) {
    System.arraycopy(states, 0, before, 0, states.length);
    evaluated = warmingUp.over(source, to);
    if (!evaluated) {
      return;
    }
    int n = definition.rule().evaluationPeriods();
    if (!together) {
      for (int i = 0; i < extras.length; i++) {
        Series range = query.range(source, to, extras[i]);
        enter(i, evaluate(range, query.samples(source, range), states[i]), to, changes);
      }
      return;
    }
    Series range = longestRange(source, to);
    usual = range;
    if (range.isWhole(n)) {
      // N real points decide alone, whatever precedes them and however long the range is.
      Verdict verdict = evaluate(range.newest(n), SampleCounts.ALL_COUNT, states[0]);
      for (int i = 0; i < extras.length; i++) {
        enter(i, verdict, to, changes);
      }
      return;
    }
    for (int i = 0; i < extras.length; i++) {
      Series part = range.newest(n + extras[i]);
      enter(i, evaluate(part, SampleCounts.ALL_COUNT, states[i]), to, changes);
    }
  }

  /**
   * The state that the last evaluation would have found if the newest minute had not arrived then.
   * The evaluations before are those of {@link #evaluate}, with all data.
   *
   * @param to the time of the last evaluation
   * @param index the index of the range
   */
  public AlarmState stateIf(Arrival arrival, SeriesSource source, Instant to, int index) {
    if (!evaluated || !query.isChangedBy(arrival)) {
      return states[index];
    }
    int size = definition.rule().evaluationPeriods() + extras[index];
    if (!together) {
      Series range = query.range(arrival.applyTo(source, cadence()), to, extras[index]);
      return evaluate(range, query.samples(source, range), before[index]).state();
    }
    LateRange known = late.get(arrival);
    if (known == null || !known.to().equals(to)) {
      known = lateRange(arrival, source, to);
      late.put(arrival, known);
    }
    if (!known.differs()) {
      return states[index];
    }
    return evaluate(known.range().newest(size), SampleCounts.ALL_COUNT, before[index]).state();
  }

  private LateRange lateRange(Arrival arrival, SeriesSource source, Instant to) {
    SeriesSource then = arrival.applyTo(source, cadence);
    if (preloaded == null || usual == null) {
      return new LateRange(to, query.range(then, to, longest), /* differs= */ true);
    }
    // Periods are as long as the interval of evaluations, so only the newest one differs.
    double newest = query.series(then, to.minus(definition.period()), to, 1).raw(0);
    boolean differs = Double.compare(newest, usual.raw(usual.size() - 1)) != 0;
    return new LateRange(to, differs ? usual.withNewest(newest) : usual, differs);
  }

  /** The state with the range of that index. */
  public AlarmState state(int index) {
    return states[index];
  }

  /** The interval of evaluations. */
  public Duration cadence() {
    return cadence;
  }

  /** Receives transitions. */
  @FunctionalInterface
  public interface Changes {
    /**
     * Called for each transition; its reason is empty.
     *
     * @param range the index of the range
     */
    void changed(int range, StateTransition transition);
  }

  private Verdict evaluate(Series range, SampleCounts samples, AlarmState before) {
    return Evaluator.evaluate(definition.rule(), range, samples, before);
  }

  private void enter(int index, Verdict verdict, Instant at, Changes changes) {
    AlarmState before = states[index];
    if (verdict.state() != before) {
      states[index] = verdict.state();
      // Without its reason, which takes longer to compose than the verdict to find.
      changes.changed(
          index, StateTransition.of(definition, at, before, verdict.state(), /* reason= */ ""));
    }
  }
}
