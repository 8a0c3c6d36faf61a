/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Arrival;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.MultiRangeEvaluator;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The evaluation of one case under several assumptions: three evaluation ranges, each with the
 * newest minute on time, in part and late, and without rules that are inferred.
 */
final class CaseRun {

  /** The range of AWS's tables, a shorter and a longer one. */
  private static final int[] RANGES = {Evaluator.DEFAULT_EXTRA, 0, 4};

  /** The index of the default range. */
  static final int DEFAULT = 0;

  private static final List<Arrival> NOT_ON_TIME = List.of(Arrival.PARTIAL, Arrival.LATE);

  /**
   * A state that an evaluation finds only if the newest minute is late. It is neither the state
   * before nor the state with all data, so lateness does more than to delay a change.
   *
   * @param evaluation the number of the evaluation
   */
  record LateState(int evaluation, int range, Arrival arrival, AlarmState state) {}

  private final Scenario scenario;
  private final ScenarioCase scenarioCase;
  private final Duration length;
  private final Map<String, Timeline[]> timelines = new HashMap<>();
  private final Map<String, Map<Inference, Timeline>> without = new HashMap<>();
  private final Map<String, List<LateState>> late = new HashMap<>();

  private CaseRun(Scenario scenario, ScenarioCase scenarioCase) {
    this.scenario = scenario;
    this.scenarioCase = scenarioCase;
    this.length = scenarioCase.length(scenario.step());
  }

  static CaseRun of(Scenario scenario, List<AlarmQuery> queries, ScenarioCase scenarioCase) {
    CaseRun run = new CaseRun(scenario, scenarioCase);
    for (int i = 0; i < scenario.alarms().size(); i++) {
      AlarmDefinition alarm = scenario.alarms().get(i);
      ScenarioSource source = source(scenario, scenarioCase, alarm);
      run.play(alarm, queries.get(i), source);
      run.playWithoutInferences(alarm, queries.get(i), source);
    }
    return run;
  }

  private void play(AlarmDefinition alarm, AlarmQuery query, ScenarioSource source) {
    AlarmState before = before(alarm);
    MultiRangeEvaluator evaluator =
        new MultiRangeEvaluator(alarm, query, scenario.start(), before, RANGES);
    Duration cadence = evaluator.cadence();
    int evaluations = evaluations(alarm);
    Timeline[] ranges = new Timeline[RANGES.length];
    for (int range = 0; range < ranges.length; range++) {
      ranges[range] = timeline(alarm, cadence, evaluations);
    }
    timelines.put(alarm.name(), ranges);
    boolean[] asked = asked(alarm, ranges[DEFAULT], evaluations);
    Instant now = scenario.start();
    if (!source.isEverLate()) {
      evaluator.preload(source, now, now.plus(cadence.multipliedBy(evaluations)));
    }
    for (int i = 1; i <= evaluations; i++) {
      now = now.plus(cadence);
      evaluator.evaluate(source, now, (range, transition) -> ranges[range].add(transition));
      for (int range = 0; range < RANGES.length; range++) {
        ranges[range].set(i, evaluator.state(range));
      }
      // Before the first value there is nothing: a late first minute says nothing of the alarm.
      if (asked[i] && i > 1) {
        lateStates(alarm, evaluator, source, now, i);
      }
    }
  }

  /** The evaluations whose state a case compares: all of them if it lists the notifications. */
  private boolean[] asked(AlarmDefinition alarm, Timeline timeline, int evaluations) {
    boolean[] asked = new boolean[evaluations + 1];
    if (scenarioCase.notifications() != null) {
      Arrays.fill(asked, true);
    }
    for (Duration at : ScenarioRunner.expected(scenarioCase, alarm).keySet()) {
      asked[timeline.evaluation(at)] = true;
    }
    return asked;
  }

  private void lateStates(
      AlarmDefinition alarm,
      MultiRangeEvaluator evaluator,
      ScenarioSource source,
      Instant now,
      int evaluation) {
    for (int range = 0; range < RANGES.length; range++) {
      Timeline timeline = timelines.getOrDefault(alarm.name(), new Timeline[0])[range];
      for (Arrival arrival : NOT_ON_TIME) {
        AlarmState state = evaluator.stateIf(arrival, source, now, range);
        if (state != timeline.state(evaluation) && state != timeline.state(evaluation - 1)) {
          late.computeIfAbsent(alarm.name(), name -> new ArrayList<>())
              .add(new LateState(evaluation, range, arrival, state));
        }
      }
    }
  }

  private void playWithoutInferences(
      AlarmDefinition alarm, AlarmQuery query, ScenarioSource source) {
    for (Inference inference : Inference.values()) {
      if (!inference.concerns(alarm, query, before(alarm))) {
        continue;
      }
      MultiRangeEvaluator evaluator =
          new MultiRangeEvaluator(
              alarm,
              new AlarmQuery(alarm, inference.assumptions()),
              scenario.start(),
              before(alarm),
              inference.assumptions(),
              Inference.extra());
      int evaluations = evaluations(alarm);
      Timeline timeline = timeline(alarm, evaluator.cadence(), evaluations);
      Instant now = scenario.start();
      for (int i = 1; i <= evaluations; i++) {
        now = now.plus(evaluator.cadence());
        evaluator.evaluate(source, now, (range, transition) -> timeline.add(transition));
        timeline.set(i, evaluator.state(0));
      }
      without
          .computeIfAbsent(alarm.name(), name -> new EnumMap<>(Inference.class))
          .put(inference, timeline);
    }
  }

  private Timeline timeline(AlarmDefinition alarm, Duration cadence, int evaluations) {
    return new Timeline(
        cadence,
        scenario.start(),
        before(alarm),
        evaluations,
        time -> scenarioCase.mutes().stream().anyMatch(mute -> mute.covers(alarm.name(), time)));
  }

  private AlarmState before(AlarmDefinition alarm) {
    return scenarioCase.before().getOrDefault(alarm.name(), AlarmState.INSUFFICIENT_DATA);
  }

  static ScenarioSource source(
      Scenario scenario, ScenarioCase scenarioCase, AlarmDefinition alarm) {
    return new ScenarioSource(
        scenarioCase.series(), alarm.stats(), scenario.start(), scenario.step());
  }

  int evaluations(AlarmDefinition alarm) {
    long cadence = AlarmMonitor.cadence(alarm).toMillis();
    return (int) ((length.toMillis() + cadence - 1) / cadence);
  }

  /** The number of ranges; the default one is first. */
  static int ranges() {
    return RANGES.length;
  }

  /** The number of data points beyond N of a range. */
  static int extra(int range) {
    return RANGES[range];
  }

  /** The states of an alarm with a range. */
  Timeline timeline(AlarmDefinition alarm, int range) {
    return timelines.getOrDefault(alarm.name(), new Timeline[0])[range];
  }

  /** The states of an alarm without an inferred rule, or empty if the rule does not concern it. */
  Optional<Timeline> without(Inference inference, AlarmDefinition alarm) {
    return Optional.ofNullable(without.getOrDefault(alarm.name(), Map.of()).get(inference));
  }

  /** The states that an alarm has only if the newest minute is late. */
  List<LateState> late(AlarmDefinition alarm) {
    return late.getOrDefault(alarm.name(), List.of());
  }

  /** The notifications of all alarms in the order of time. */
  List<StateTransition> notifications(int range) {
    return merge(scenario.alarms().stream().map(alarm -> timeline(alarm, range)));
  }

  /** The notifications of all alarms where an inferred rule does not hold. */
  List<StateTransition> notifications(Inference inference) {
    return merge(
        scenario.alarms().stream()
            .map(alarm -> without(inference, alarm).orElse(timeline(alarm, DEFAULT))));
  }

  private static List<StateTransition> merge(Stream<Timeline> timelines) {
    return timelines
        .flatMap(timeline -> timeline.notifications().stream())
        .sorted(Comparator.comparing(StateTransition::at).thenComparing(StateTransition::alarm))
        .toList();
  }

  Duration at(StateTransition transition) {
    return Duration.between(scenario.start(), transition.at());
  }

  /** Whether it is the first OK of a new alarm, which CloudWatch sends and a case need not list. */
  static boolean firstOk(StateTransition transition) {
    return transition.from() == AlarmState.INSUFFICIENT_DATA && transition.to() == AlarmState.OK;
  }
}
