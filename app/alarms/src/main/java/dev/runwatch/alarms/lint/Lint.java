/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.lint;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.yaml.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What definitions that are each right can still lack together: scenarios, useful runbooks. */
public final class Lint {

  /** What a person needs at three in the morning, in this order. */
  private static final List<String> RUNBOOK_SECTIONS =
      List.of("What it means", "First three commands", "Likely causes", "How to silence it");

  private Lint() {}

  /**
   * Checks the scenarios and runbooks of a directory.
   *
   * @param directory the alarms directory
   * @param definitions its definitions, loaded without a fault
   */
  public static List<Fault> check(Path directory, List<AlarmDefinition> definitions) {
    List<Fault> faults = new ArrayList<>();
    Set<String> tested = tested(directory, definitions, faults);
    for (AlarmDefinition definition : definitions) {
      if (!tested.contains(definition.name())) {
        faults.add(
            new Fault(
                directory.resolve(definition.name() + ".yaml").toString(),
                0,
                "",
                "no scenario tests it",
                "write scenarios/" + definition.name() + ".yaml"));
      }
      if (!definition.runbook().startsWith("https://")) {
        runbook(directory.resolve(definition.runbook()), faults);
      }
    }
    return faults;
  }

  private static Set<String> tested(
      Path directory, List<AlarmDefinition> definitions, List<Fault> faults) {
    Set<String> tested = new HashSet<>();
    for (Path file : scenarios(directory.resolve("scenarios"))) {
      try {
        Scenario scenario = ScenarioReader.read(file, definitions);
        scenario.alarms().forEach(alarm -> tested.add(alarm.name()));
      } catch (InvalidDefinitionException e) {
        faults.addAll(e.faults());
      }
    }
    return tested;
  }

  private static List<Path> scenarios(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(".yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void runbook(Path file, List<Fault> faults) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (String section : RUNBOOK_SECTIONS) {
        if (!text.contains("\n## " + section)) {
          faults.add(
              new Fault(
                  file.toString(),
                  0,
                  "",
                  "it has no section '" + section + "'",
                  "write  ## " + section));
        }
      }
    } catch (IOException e) {
      faults.add(new Fault(file.toString(), 0, "", "it cannot be read", "save it as UTF-8"));
    }
  }
}
