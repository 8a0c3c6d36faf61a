/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.Suggestions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values of the command line, which replace those of the file. */
final class Overrides {

  private final Map<String, String> values;
  private final Faults faults;

  Overrides(Map<String, String> values, Faults faults) {
    this.values = new TreeMap<>(values);
    this.faults = faults;
  }

  /** A value as a list; {@code none} is an empty one. */
  Optional<ConfiguredValue> get(String key) {
    String value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    List<String> items =
        value.strip().equals(SettingsReader.NONE)
            ? List.of()
            : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    ConfiguredValue given =
        new ConfiguredValue(items, (reason, fix) -> faults.add(0, key, reason, fix));
    if (items.contains("")) {
      given.fault("it is empty, or has an empty entry", "write a value, or leave the key out");
      return Optional.empty();
    }
    return Optional.of(given);
  }

  /** A value as it was given: commas, spaces at its ends and the word none are part of it. */
  Optional<ConfiguredValue> single(String key) {
    String value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ConfiguredValue(List.of(value), (reason, fix) -> faults.add(0, key, reason, fix)));
  }

  /** Adds a fault for every key that is not known. */
  void refuseOthers(Collection<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String fix =
            Suggestions.nearest(key, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known are " + String.join(", ", known));
        faults.add(0, key, "it is not a known key", fix);
      }
    }
  }
}
