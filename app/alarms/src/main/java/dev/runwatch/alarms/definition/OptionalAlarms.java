/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Suggestions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Chooses optional alarms by name. */
public final class OptionalAlarms {

  private OptionalAlarms() {}

  /**
   * Why an alarm cannot be switched on.
   *
   * @param reason what is wrong
   * @param fix what to do
   */
  public record Refusal(String reason, String fix) {}

  /**
   * Whether a name can be switched on.
   *
   * @param known all definitions, optional or not
   * @return why not, or empty
   */
  public static Optional<Refusal> refusal(String name, List<AlarmDefinition> known) {
    List<String> optional =
        known.stream().filter(AlarmDefinition::optional).map(AlarmDefinition::name).toList();
    if (optional.contains(name)) {
      return Optional.empty();
    }
    if (known.stream().anyMatch(it -> it.name().equals(name))) {
      return Optional.of(
          new Refusal("'" + name + "' is an alarm of every environment", "leave it out"));
    }
    return Optional.of(
        new Refusal(
            "'" + name + "' is not an optional alarm",
            Suggestions.nearest(name, optional)
                .map(near -> "did you mean " + near + "?")
                .orElse(
                    optional.isEmpty()
                        ? "there are none"
                        : "there are " + String.join(", ", optional))));
  }

  /**
   * The alarms of every environment, and the optional ones that are switched on.
   *
   * @param known all definitions, optional or not
   * @param switchedOn names without a {@link #refusal}
   */
  public static List<AlarmDefinition> choose(
      List<AlarmDefinition> known, Collection<String> switchedOn) {
    return known.stream()
        .filter(alarm -> !alarm.optional() || switchedOn.contains(alarm.name()))
        .toList();
  }
}
