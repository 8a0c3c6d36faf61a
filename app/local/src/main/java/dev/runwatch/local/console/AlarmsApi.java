/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import java.util.List;

/** The bodies of {@code GET /api/alarms}. */
final class AlarmsApi {

  private AlarmsApi() {}

  record AlarmsBody(List<AlarmBody> alarms) {}

  record AlarmBody(
      String name,
      String severity,
      String state,
      String since,
      String reason,
      String summary,
      List<ChangeBody> history) {

    private static AlarmBody of(AlarmSnapshot alarm) {
      return new AlarmBody(
          alarm.definition().name(),
          alarm.definition().severity().word(),
          alarm.status().state().name(),
          Timestamps.text(alarm.status().since()),
          alarm.status().reason(),
          alarm.definition().summary(),
          alarm.history().stream().map(ChangeBody::of).toList());
    }
  }

  record ChangeBody(String at, String from, String to, String reason) {

    private static ChangeBody of(StateTransition change) {
      return new ChangeBody(
          Timestamps.text(change.at()), change.from().name(), change.to().name(), change.reason());
    }
  }

  static AlarmsBody body(List<AlarmSnapshot> alarms) {
    return new AlarmsBody(alarms.stream().map(AlarmBody::of).toList());
  }
}
