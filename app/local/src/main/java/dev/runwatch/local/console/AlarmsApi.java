/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code GET /api/alarms}. */
final class AlarmsApi {

  private final ConsoleSources sources;

  AlarmsApi(ConsoleSources sources) {
    this.sources = sources;
  }

  record AlarmsBody(List<AlarmBody> alarms) {}

  /**
   * An alarm.
   *
   * @param name the stem of its definition file
   * @param cloudwatchName its name in CloudWatch
   * @param mutedUntil when its mute ends, or null
   */
  record AlarmBody(
      String name,
      String cloudwatchName,
      String severity,
      String state,
      String since,
      String reason,
      String summary,
      @Nullable String mutedUntil,
      List<ChangeBody> history) {}

  record ChangeBody(String at, String from, String to, String reason) {

    private static ChangeBody of(StateTransition change) {
      return new ChangeBody(
          Timestamps.text(change.at()), change.from().name(), change.to().name(), change.reason());
    }
  }

  AlarmsBody list() {
    Function<String, Optional<Instant>> mutes =
        name -> sources.rehearsal().flatMap(it -> it.mutes().mutedUntil(name));
    return new AlarmsBody(
        sources.alarms().get().stream().map(alarm -> body(alarm, mutes)).toList());
  }

  /** Why the alarm of this name is in its state. */
  AlarmReason reason(String name) {
    return sources.alarms().get().stream()
        .filter(it -> it.definition().name().equals(name))
        .findFirst()
        .map(it -> AlarmReason.of(it, sources.series(), sources.clock().instant()))
        .orElseThrow(() -> ApiException.notFound("there is no alarm '" + name + "'"));
  }

  private AlarmBody body(AlarmSnapshot alarm, Function<String, Optional<Instant>> mutes) {
    return new AlarmBody(
        alarm.definition().name(),
        alarm.definition().cloudWatchName(sources.about().environment()),
        alarm.definition().severity().word(),
        alarm.status().state().name(),
        Timestamps.text(alarm.status().since()),
        alarm.status().reason(),
        alarm.definition().summary(),
        mutes.apply(alarm.definition().name()).map(Timestamps::text).orElse(null),
        alarm.history().stream().map(ChangeBody::of).toList());
  }
}
