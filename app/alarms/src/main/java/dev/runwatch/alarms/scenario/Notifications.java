/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.alarms.yaml.Durations;
import java.util.ArrayList;
import java.util.List;

/** Compares the notifications of a run with those that its case expects. */
final class Notifications {

  private Notifications() {}

  /**
   * Returns the differences. Every expected notification must have been sent and no other, except
   * the first OK of a new alarm, which is added to the notes.
   */
  static List<Failure> check(
      Scenario scenario, ScenarioCase scenarioCase, CaseRun run, List<String> notes) {
    List<Failure> failures = new ArrayList<>();
    if (scenarioCase.notifications() == null) {
      return failures;
    }
    List<ScenarioCase.Notification> expected = new ArrayList<>(scenarioCase.notifications());
    for (StateTransition transition : run.notifications(CaseRun.DEFAULT)) {
      boolean found = false;
      for (int i = 0; i < expected.size() && !found; i++) {
        found = matches(expected.get(i), run, transition);
        if (found) {
          expected.remove(i);
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
          failures.add(
              new Failure(
                  transition.alarm(),
                  run.at(transition),
                  "it notifies " + what + ", which is not expected"));
        }
      }
    }
    for (ScenarioCase.Notification missing : expected) {
      String text =
          (scenario.several() ? missing.alarm() + ": " : "")
              + "it does not notify "
              + missing.state()
              + " at "
              + Durations.format(missing.at())
              + (missing.severity() == null ? "" : ", " + missing.severity().word());
      failures.add(new Failure(missing.alarm(), missing.at(), text));
    }
    return failures;
  }

  private static boolean matches(
      ScenarioCase.Notification expected, CaseRun run, StateTransition transition) {
    return expected.alarm().equals(transition.alarm())
        && expected.at().equals(run.at(transition))
        && expected.state() == transition.to()
        && (expected.severity() == null || expected.severity() == transition.severity());
  }
}
