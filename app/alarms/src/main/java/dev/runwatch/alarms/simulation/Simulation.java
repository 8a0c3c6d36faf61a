/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Runs an alarm on a simulated platform. The same seed gives the same result on any number of
 * processors. Immutable, thread-safe.
 */
public final class Simulation {

  /** How long a step is waited for. */
  public static final int LONGEST_MINUTES = 7 * 1440;

  /** The minutes of one part of a steady simulation, after which a new platform begins. */
  private static final int PART = 50_000;

  /** The minutes before a step, in which windows fill. */
  private static final int BEFORE = 120;

  private static final int FIRST_MINUTES = 64;

  private final AlarmDefinition definition;
  private final Model model;
  private final long minutes;
  private final int trials;
  private final long seed;
  private final Set<String> names;
  private final Distributions distributions = new Distributions();

  /**
   * @param definition the alarm
   * @param minutes the minutes of each steady result, 1 or more
   * @param trials the trials of each step, 1 or more
   * @throws IllegalArgumentException if the alarm reads a metric that the platform does not
   *     publish, or if its periods are not whole minutes
   */
  public Simulation(AlarmDefinition definition, Model model, long minutes, int trials, long seed) {
    for (MetricStat stat : definition.stats().values()) {
      if (!Platform.METRICS.contains(stat.name())) {
        throw new IllegalArgumentException(
            "the simulated platform does not publish '" + stat.name() + "'");
      }
    }
    if (!MonitoredAlarm.accepts(definition)) {
      throw new IllegalArgumentException("its period is not a whole number of minutes");
    }
    this.definition = definition.withoutWarmUp();
    this.model = model;
    this.minutes = minutes;
    this.trials = trials;
    this.seed = seed;
    this.names =
        definition.stats().values().stream().map(MetricStat::name).collect(Collectors.toSet());
  }

  /** Runs it on all processors. */
  public Characteristic run() {
    List<SteadyResult> steady = new ArrayList<>();
    List<StepResult> steps = new ArrayList<>();
    for (double group : model.groups()) {
      Conditions base = model.base().with(model.across(), group);
      List<SteadyResult> here = model.steady().stream().map(v -> steady(base, group, v)).toList();
      steady.addAll(here);
      for (double value : model.steps()) {
        steps.add(step(base, group, value, here));
      }
    }
    return new Characteristic(definition.name(), model, steady, steps);
  }

  private SteadyResult steady(Conditions base, double group, double value) {
    Conditions conditions = base.with(model.varied(), value);
    long parts = (minutes + PART - 1) / PART;
    return LongStream.range(0, parts)
        .parallel()
        .mapToObj(
            part -> {
              int size = (int) Math.min(PART, minutes - part * PART);
              return steadyPart(conditions, group, value, size, seed(group, value, part));
            })
        .reduce(SteadyResult::plus)
        .orElseThrow();
  }

  private SteadyResult steadyPart(
      Conditions conditions, double group, double value, int size, long partSeed) {
    Trace trace = new Trace(names);
    trace.reserve(BEFORE + size);
    new Platform(partSeed, distributions, trace).run(conditions, BEFORE + size);
    StateCounts counts = new StateCounts(trace, BEFORE);
    SimulatedAlarm.of(definition, trace).evaluate(counts);
    return counts.result(group, value);
  }

  private StepResult step(Conditions base, double group, double value, List<SteadyResult> steady) {
    Conditions after = base.with(model.varied(), value);
    List<OptionalInt> found =
        IntStream.range(0, trials)
            .parallel()
            .mapToObj(trial -> trial(base, after, seed(group, value, -1L - trial)))
            .toList();
    List<Integer> detected =
        found.stream().filter(OptionalInt::isPresent).map(OptionalInt::getAsInt).sorted().toList();
    // At rates beyond the threshold notifications are no false alarms.
    List<SteadyResult> allowed =
        steady.stream().filter(s -> s.value() <= definition.rule().threshold()).toList();
    OptionalDouble limit =
        model.varied() == Parameter.FAILURE_RATE
            ? Limit.minutes(allowed, base.get(Parameter.RUNS_PER_MINUTE), value)
            : OptionalDouble.empty();
    return new StepResult(
        group, base.get(model.varied()), value, detected, trials - detected.size(), limit);
  }

  /** The minutes from the step until ALARM; trials that begin in ALARM are run again. */
  private OptionalInt trial(Conditions base, Conditions after, long trialSeed) {
    Trace trace = new Trace(names);
    Platform platform = new Platform(trialSeed, distributions, trace);
    SimulatedAlarm alarm = SimulatedAlarm.of(definition, trace);
    do {
      platform.run(base, BEFORE);
      alarm.evaluate((minute, from, to) -> {});
    } while (alarm.state() == AlarmState.ALARM && trace.minutes() < 100 * BEFORE);
    int step = trace.minutes();
    int[] detected = {0};
    int more = FIRST_MINUTES;
    while (detected[0] == 0 && trace.minutes() - step < LONGEST_MINUTES) {
      platform.run(after, more);
      alarm.evaluate(
          (minute, from, to) -> {
            if (to == AlarmState.ALARM && detected[0] == 0) {
              detected[0] = minute - step + 1;
            }
          });
      more = trace.minutes() - step;
    }
    return detected[0] == 0 ? OptionalInt.empty() : OptionalInt.of(detected[0]);
  }

  private long seed(double group, double value, long part) {
    long mixed = seed;
    for (long input :
        new long[] {Double.doubleToLongBits(group), Double.doubleToLongBits(value), part}) {
      mixed = (mixed ^ input) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    return mixed;
  }
}
