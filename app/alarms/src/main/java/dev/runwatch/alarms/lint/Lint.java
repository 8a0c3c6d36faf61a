/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.lint;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.alarms.yaml.YamlFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks of an alarms directory as a whole: every scenario file can be read, every alarm has a
 * scenario, and every runbook has the sections that the person on call needs.
 */
public final class Lint {

  private static final List<String> RUNBOOK_SECTIONS =
      List.of("What it means", "First three commands", "Likely causes", "How to silence it");

  private final Path directory;
  private final List<AlarmDefinition> definitions;
  private final List<Fault> faults = new ArrayList<>();

  private Lint(Path directory, List<AlarmDefinition> definitions) {
    this.directory = directory;
    this.definitions = definitions;
  }

  /**
   * Checks the scenarios and runbooks of a directory, those of its optional alarms too.
   *
   * @param directory the alarms directory
   * @param definitions all its definitions, loaded without a fault
   * @return the faults, empty when there is none
   */
  public static List<Fault> check(Path directory, List<AlarmDefinition> definitions) {
    Lint lint = new Lint(directory, definitions);
    DefinitionLoader.folders(directory).forEach(lint::scenarios);
    lint.runbooks();
    return List.copyOf(lint.faults);
  }

  private void scenarios(Path of) {
    Set<String> tested = new HashSet<>();
    Path folder = of.resolve("scenarios");
    if (Files.exists(folder)) {
      YamlFolder scenarios = YamlFolder.of(folder);
      faults.addAll(scenarios.faults());
      for (Path file : scenarios.files()) {
        try {
          ScenarioReader.read(file, definitions)
              .alarms()
              .forEach(alarm -> tested.add(alarm.name()));
        } catch (InvalidDefinitionException e) {
          faults.addAll(e.faults());
        }
      }
    }
    for (Path file : YamlFolder.of(of).files()) {
      String name = YamlFolder.stem(file);
      if (!tested.contains(name)) {
        String fix =
            "write "
                + directory
                    .relativize(folder.resolve(name + ".yaml"))
                    .toString()
                    .replace('\\', '/');
        faults.add(new Fault(file.toString(), 0, "", "no scenario tests it", fix));
      }
    }
  }

  private void runbooks() {
    for (AlarmDefinition definition : definitions) {
      if (!definition.runbook().startsWith("https://")) {
        runbook(directory.resolve(definition.runbook()));
      }
    }
  }

  private void runbook(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (String section : RUNBOOK_SECTIONS) {
        if (!text.contains("\n## " + section)) {
          String reason = "it has no section '" + section + "'";
          faults.add(new Fault(file.toString(), 0, "", reason, "write  ## " + section));
        }
      }
    } catch (IOException e) {
      faults.add(new Fault(file.toString(), 0, "", "it cannot be read", "save it as UTF-8"));
    }
  }
}
