/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of CloudWatch's units. */
final class StandardUnits {

  static final List<String> ALL = all();

  private StandardUnits() {}

  private static List<String> all() {
    List<String> units =
        new ArrayList<>(List.of("Seconds", "Microseconds", "Milliseconds", "Percent", "Count"));
    List<String> sizes = new ArrayList<>();
    for (String prefix : List.of("", "Kilo", "Mega", "Giga", "Tera")) {
      for (String base : List.of("bytes", "bits")) {
        sizes.add(
            prefix.isEmpty()
                ? base.substring(0, 1).toUpperCase(Locale.ROOT) + base.substring(1)
                : prefix + base);
      }
    }
    units.addAll(sizes);
    sizes.forEach(size -> units.add(size + "/Second"));
    units.add("Count/Second");
    units.add("None");
    return List.copyOf(units);
  }
}
