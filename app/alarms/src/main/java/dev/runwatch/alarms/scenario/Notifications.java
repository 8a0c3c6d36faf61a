/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.alarms.yaml.Durations;
import java.util.ArrayList;
import java.util.List;

/** Compares what was notified with what was wanted. */
final class Notifications {

  private Notifications() {}

  /**
   * What differs: everything wanted must have come, and nothing else, except the first OK of a new
   * alarm, which goes to the notes.
   */
  static List<String> check(
      Scenario scenario, ScenarioCase scenarioCase, CaseRun run, List<String> notes) {
    List<String> failures = new ArrayList<>();
    if (scenarioCase.notifications().isEmpty()) {
      return failures;
    }
    List<ScenarioCase.Notification> wanted = new ArrayList<>(scenarioCase.notifications().get());
    for (StateTransition transition : run.notifications(CaseRun.USUAL)) {
      boolean found = false;
      for (int i = 0; i < wanted.size() && !found; i++) {
        found = matches(wanted.get(i), run, transition);
        if (found) {
          wanted.remove(i);
        }
      }
      if (!found) {
        String what =
            (scenario.several() ? transition.alarm() + ": " : "")
                + transition.to()
                + " at "
                + Durations.format(run.at(transition))
                + ", "
                + transition.severity().word();
        if (CaseRun.firstOk(transition)) {
          notes.add(what + ": first OK, not listed");
        } else {
          failures.add("it notifies " + what + ", which is not expected");
        }
      }
    }
    for (ScenarioCase.Notification missing : wanted) {
      failures.add(
          (scenario.several() ? missing.alarm() + ": " : "")
              + "it does not notify "
              + missing.state()
              + " at "
              + Durations.format(missing.at())
              + (missing.severity() == null ? "" : ", " + missing.severity().word()));
    }
    return failures;
  }

  private static boolean matches(
      ScenarioCase.Notification wanted, CaseRun run, StateTransition transition) {
    return wanted.alarm().equals(transition.alarm())
        && wanted.at().equals(run.at(transition))
        && wanted.state() == transition.to()
        && (wanted.severity() == null || wanted.severity() == transition.severity());
  }
}
