/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.YamlFolder;
import dev.runwatch.alarms.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads alarm definitions from files. */
public final class DefinitionLoader {

  private DefinitionLoader() {}

  /**
   * Loads one of Runwatch's own definitions, and checks it against the metric catalogue and its
   * runbook.
   *
   * @param file the file; its stem is the alarm's name, and runbooks are relative to its directory
   * @throws InvalidDefinitionException with all its faults
   */
  public static AlarmDefinition load(Path file) {
    Faults faults = new Faults(file.toString());
    Optional<AlarmDefinition> definition =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(
                node -> DefinitionReader.own(YamlFolder.stem(file), node, directory(file), faults));
    return check(definition.orElse(null), faults.all());
  }

  /**
   * Loads the definition of any alarm in CloudFormation's properties, on any metric.
   *
   * @throws InvalidDefinitionException with all its faults
   */
  public static AlarmDefinition loadAny(Path file) {
    Faults faults = new Faults(file.toString());
    Optional<AlarmDefinition> definition =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(node -> DefinitionReader.any(YamlFolder.stem(file), node, faults));
    return check(definition.orElse(null), faults.all());
  }

  /**
   * Reads the definition of any alarm from a node of another file.
   *
   * @return the definition, or empty, with faults
   */
  public static Optional<AlarmDefinition> readAny(String name, Node node, Faults faults) {
    return DefinitionReader.any(name, node, faults);
  }

  /**
   * Loads every definition of a directory as {@link #load} does.
   *
   * @param directory the directory with the definitions and their {@code runbooks}
   * @return the definitions in the order of their names; at least one
   * @throws InvalidDefinitionException with all faults of all files
   */
  public static List<AlarmDefinition> loadAll(Path directory) {
    YamlFolder folder = YamlFolder.of(directory);
    List<AlarmDefinition> definitions = new ArrayList<>();
    List<Fault> faults = new ArrayList<>(folder.faults());
    for (Path file : folder.files()) {
      try {
        definitions.add(load(file));
      } catch (InvalidDefinitionException e) {
        faults.addAll(e.faults());
      }
    }
    if (definitions.isEmpty() && faults.isEmpty()) {
      faults.add(
          new Fault(
              directory.toString(),
              0,
              "",
              "there is no definition in it",
              "give the directory that has files such as coordinator-down.yaml"));
    }
    if (!faults.isEmpty()) {
      throw new InvalidDefinitionException(faults);
    }
    return List.copyOf(definitions);
  }

  /**
   * The file that defines an alarm of a directory.
   *
   * @param name the alarm's name, in the case of its file
   * @return the file, or empty where the directory defines no such alarm
   * @throws InvalidDefinitionException if the directory cannot be listed or one of its files is
   *     refused by name
   */
  public static Optional<Path> find(Path directory, String name) {
    YamlFolder folder = YamlFolder.of(directory);
    if (!folder.faults().isEmpty()) {
      throw new InvalidDefinitionException(folder.faults());
    }
    return folder.files().stream().filter(file -> YamlFolder.stem(file).equals(name)).findFirst();
  }

  private static AlarmDefinition check(@Nullable AlarmDefinition definition, List<Fault> faults) {
    if (definition == null || !faults.isEmpty()) {
      throw new InvalidDefinitionException(faults);
    }
    return definition;
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
