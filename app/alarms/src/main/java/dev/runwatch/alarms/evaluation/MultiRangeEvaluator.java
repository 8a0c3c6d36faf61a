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
import org.jspecify.annotations.Nullable;

/**
 * One alarm over time with several evaluation ranges at once, to see whether its verdicts depend on
 * the range. It does what that many {@link AlarmMonitor}s would do, and reads the data once. Not
 * thread-safe.
 */
public final class MultiRangeEvaluator {

  private final AlarmDefinition definition;
  private final AlarmQuery watch;
  private final WarmUpTracker warmingUp;
  private final int[] extras;
  private final int longest;
  private final AlarmState[] states;
  private final boolean together;
  private @Nullable Series preloaded;

  /**
   * An alarm in a given state; one that is not new has warmed up long ago.
   *
   * @param definition the alarm, its tokens replaced
   * @param watch what reads for it
   * @param at when it entered that state
   * @param state the state
   * @param extras how many periods more than N each range has
   */
  public MultiRangeEvaluator(
      AlarmDefinition definition, AlarmQuery watch, Instant at, AlarmState state, int... extras) {
    this.definition = definition;
    this.watch = watch;
    this.warmingUp =
        new WarmUpTracker(definition, watch, at, /* over= */ state != AlarmState.INSUFFICIENT_DATA);
    this.extras = extras.clone();
    this.longest = Arrays.stream(extras).max().orElse(0);
    this.states = new AlarmState[extras.length];
    Arrays.fill(states, state);
    this.together = watch.isPointwise() && definition.rule().evaluateLowSamples();
  }

  /**
   * Reads all data of a time at once, where that makes no difference: when periods do not slide and
   * every data point depends on its own period alone.
   *
   * @param source the data
   * @param from before the first evaluation
   * @param to the last evaluation
   */
  public void preload(SeriesSource source, Instant from, Instant to) {
    Duration period = definition.period();
    if (together && period.equals(cadence())) {
      int before = definition.rule().evaluationPeriods() + longest;
      long after = Duration.between(from, to).toMillis() / period.toMillis();
      Instant begin = from.minus(period.multipliedBy(before));
      preloaded = watch.series(source, begin, to, (int) (before + after));
    }
  }

  private Series longestRange(SeriesSource source, Instant to) {
    if (preloaded == null) {
      return watch.range(source, to, longest);
    }
    int size = definition.rule().evaluationPeriods() + longest;
    long periods =
        (to.toEpochMilli() - preloaded.start().toEpochMilli()) / definition.period().toMillis();
    return preloaded.part((int) periods - size, size);
  }

  /**
   * Evaluates every range once.
   *
   * @param to a multiple of the alarm's cadence
   * @param changes hears of every change of state, with the index of its range
   */
  public void evaluate(SeriesSource source, Instant to, Changes changes) {
    if (!warmingUp.over(source, to)) {
      return;
    }
    int n = definition.rule().evaluationPeriods();
    if (!together) {
      for (int i = 0; i < extras.length; i++) {
        Series range = watch.range(source, to, extras[i]);
        enter(i, evaluate(range, watch.samples(source, range), states[i]), to, changes);
      }
      return;
    }
    Series range = longestRange(source, to);
    if (range.isWhole(n)) {
      // N real points decide alone, whatever was before them and however long the range is.
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

  /** The state with one of the ranges. */
  public AlarmState state(int index) {
    return states[index];
  }

  /** How often to evaluate. */
  public Duration cadence() {
    return AlarmMonitor.cadence(definition);
  }

  /** Hears of changes of state. */
  @FunctionalInterface
  public interface Changes {
    /**
     * The state with one of the ranges has changed.
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
      changes.changed(index, StateTransition.of(definition, at, before, verdict));
    }
  }
}
