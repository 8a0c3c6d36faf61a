/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.alarms.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the states and notifications of a case that depend on what AWS does not publish. */
final class Fragility {

  private static final String DEFAULT_RANGE =
      " when CloudWatch retrieves N + " + Evaluator.DEFAULT_EXTRA + " data points, ";

  private final Scenario scenario;
  private final ScenarioCase scenarioCase;
  private final CaseRun run;
  private final Map<Assumed, List<String>> found = new EnumMap<>(Assumed.class);

  private Fragility(Scenario scenario, ScenarioCase scenarioCase, CaseRun run) {
    this.scenario = scenario;
    this.scenarioCase = scenarioCase;
    this.run = run;
  }

  /** A line for each difference, which names the assumption, by what it hangs on. */
  static Map<Assumed, List<String>> of(Scenario scenario, ScenarioCase scenarioCase, CaseRun run) {
    Fragility fragility = new Fragility(scenario, scenarioCase, run);
    for (int range = 0; range < CaseRun.ranges(); range++) {
      if (range != CaseRun.DEFAULT) {
        fragility.byRange(range);
      }
    }
    scenario.alarms().forEach(fragility::byLateness);
    for (Inference inference : Inference.values()) {
      fragility.byInference(inference);
    }
    return fragility.found;
  }

  private void byRange(int range) {
    String otherwise = " when N + " + CaseRun.extra(range);
    for (AlarmDefinition alarm : scenario.alarms()) {
      Timeline usual = run.timeline(alarm, CaseRun.DEFAULT);
      states(
          Assumed.EVALUATION_RANGE,
          alarm,
          usual,
          run.timeline(alarm, range),
          DEFAULT_RANGE,
          otherwise);
    }
    notifications(Assumed.EVALUATION_RANGE, run.notifications(range), DEFAULT_RANGE, otherwise);
  }

  private void byInference(Inference inference) {
    String otherwise = " if " + inference.otherwise();
    for (AlarmDefinition alarm : scenario.alarms()) {
      Timeline usual = run.timeline(alarm, CaseRun.DEFAULT);
      Optional<Timeline> other = run.without(inference, alarm);
      other.ifPresent(
          timeline -> states(inference.rule(), alarm, usual, timeline, ", ", otherwise));
    }
    notifications(inference.rule(), run.notifications(inference), ", ", otherwise);
  }

  private void add(Assumed rule, String line) {
    found.computeIfAbsent(rule, key -> new ArrayList<>()).add(line);
  }

  private void states(
      Assumed rule,
      AlarmDefinition alarm,
      Timeline usual,
      Timeline other,
      String between,
      String otherwise) {
    for (Duration at : ScenarioRunner.expected(scenarioCase, alarm).keySet()) {
      if (usual.at(at) != other.at(at)) {
        add(
            rule,
            prefix(alarm)
                + "at "
                + Durations.format(at)
                + " it is "
                + usual.at(at)
                + between
                + other.at(at)
                + otherwise);
      }
    }
  }

  private void notifications(
      Assumed rule, List<StateTransition> other, String between, String otherwise) {
    List<String> usual = notified(run.notifications(CaseRun.DEFAULT));
    if (scenarioCase.notifications() != null && !usual.equals(notified(other))) {
      add(rule, "it notifies " + usual + between + notified(other) + otherwise);
    }
  }

  /** One line for the first time of each late state, with the ranges that lead to it. */
  private void byLateness(AlarmDefinition alarm) {
    Map<String, List<CaseRun.LateState>> byTime = new LinkedHashMap<>();
    Set<String> reported = new HashSet<>();
    for (CaseRun.LateState late : run.late(alarm)) {
      String kind = late.arrival().name() + late.state();
      if (matters(alarm, late) && reported.add(kind + late.range())) {
        byTime.computeIfAbsent(kind + late.evaluation(), key -> new ArrayList<>()).add(late);
      }
    }
    for (List<CaseRun.LateState> same : byTime.values()) {
      CaseRun.LateState first = same.get(0);
      Timeline usual = run.timeline(alarm, first.range());
      add(
          Assumed.NEWEST_MINUTE,
          prefix(alarm)
              + "at "
              + Durations.format(usual.time(first.evaluation()))
              + " it is "
              + usual.state(first.evaluation())
              + ", "
              + first.state()
              + " if "
              + first.arrival().phrase()
              + ranges(same));
    }
  }

  private boolean matters(AlarmDefinition alarm, CaseRun.LateState late) {
    Timeline timeline = run.timeline(alarm, late.range());
    boolean asked =
        ScenarioRunner.expected(scenarioCase, alarm).keySet().stream()
            .anyMatch(at -> timeline.evaluation(at) == late.evaluation());
    boolean notifies =
        scenarioCase.notifications() != null
            && alarm.actions().actsOn(late.state())
            && !timeline.isMuted(late.evaluation());
    return asked || notifies;
  }

  private static String ranges(List<CaseRun.LateState> same) {
    if (same.size() == CaseRun.ranges()) {
      return "";
    }
    List<String> names =
        same.stream()
            .map(CaseRun.LateState::range)
            .map(CaseRun::extra)
            .sorted()
            .map(e -> "N + " + e)
            .toList();
    return " and CloudWatch retrieves " + String.join(" or ", names) + " data points";
  }

  private List<String> notified(List<StateTransition> transitions) {
    return transitions.stream()
        .filter(transition -> !CaseRun.firstOk(transition))
        .map(this::describe)
        .toList();
  }

  private String describe(StateTransition transition) {
    String alarm = scenario.several() ? transition.alarm() + " " : "";
    AlarmState to = transition.to();
    return alarm + to + " at " + Durations.format(run.at(transition));
  }

  private String prefix(AlarmDefinition alarm) {
    return scenario.several() ? alarm.name() + ": " : "";
  }
}
