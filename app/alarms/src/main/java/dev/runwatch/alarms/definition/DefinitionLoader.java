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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads alarm definitions from files. A directory of alarms has those that every environment
 * deploys, and in {@value #OPTIONAL} those that an environment can switch on.
 */
public final class DefinitionLoader {

  /** The folder of the optional alarms within a directory of alarms. */
  public static final String OPTIONAL = "optional";

  private DefinitionLoader() {}

  /**
   * Loads one of Runwatch's own definitions, and checks it against the metric catalogue and its
   * runbook.
   *
   * @param file the file; its stem is the alarm's name, and runbooks are relative to the directory
   *     of the alarms
   * @throws InvalidDefinitionException with all its faults
   */
  public static AlarmDefinition load(Path file) {
    Faults faults = new Faults(file.toString());
    Optional<AlarmDefinition> definition =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(
                node -> DefinitionReader.own(YamlFolder.stem(file), node, directory(file), faults))
            .map(read -> read.toBuilder().optional(isOptional(file)).build());
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
   * Loads the definitions that every environment deploys, as {@link #load} does.
   *
   * @param directory the directory with the definitions and their {@code runbooks}
   * @return the definitions in the order of their names; at least one
   * @throws InvalidDefinitionException with all faults of all files
   */
  public static List<AlarmDefinition> loadAll(Path directory) {
    return load(directory, List.of(directory));
  }

  /**
   * Loads every definition of a directory, and after them its optional ones.
   *
   * @return at least one definition
   * @throws InvalidDefinitionException with all faults of all files
   */
  public static List<AlarmDefinition> loadWithOptional(Path directory) {
    return load(directory, folders(directory));
  }

  /** The folders of definitions: the directory, and that of its optional alarms if it has any. */
  public static List<Path> folders(Path directory) {
    Path optional = directory.resolve(OPTIONAL);
    return Files.isDirectory(optional) ? List.of(directory, optional) : List.of(directory);
  }

  private static List<AlarmDefinition> load(Path directory, List<Path> folders) {
    List<AlarmDefinition> definitions = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    Map<String, Path> byName = new HashMap<>();
    for (Path folder : folders) {
      YamlFolder listed = YamlFolder.of(folder);
      faults.addAll(listed.faults());
      for (Path file : listed.files()) {
        Path same = byName.putIfAbsent(YamlFolder.stem(file), file);
        if (same != null) {
          faults.add(
              new Fault(file.toString(), 0, "", "its name is that of " + same, "rename one"));
        }
        try {
          definitions.add(load(file));
        } catch (InvalidDefinitionException e) {
          faults.addAll(e.faults());
        }
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
   * The file that defines an alarm of a directory, optional or not.
   *
   * @param name the alarm's name, in the case of its file
   * @return the file, or empty where the directory defines no such alarm
   * @throws InvalidDefinitionException if the directory cannot be listed or one of its files is
   *     refused by name
   */
  public static Optional<Path> find(Path directory, String name) {
    for (Path folder : folders(directory)) {
      YamlFolder listed = YamlFolder.of(folder);
      if (!listed.faults().isEmpty()) {
        throw new InvalidDefinitionException(listed.faults());
      }
      for (Path file : listed.files()) {
        if (YamlFolder.stem(file).equals(name)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static AlarmDefinition check(@Nullable AlarmDefinition definition, List<Fault> faults) {
    if (definition == null || !faults.isEmpty()) {
      throw new InvalidDefinitionException(faults);
    }
    return definition;
  }

  private static boolean isOptional(Path file) {
    return folder(file).endsWith(OPTIONAL);
  }

  /** The directory of the alarms. */
  private static Path directory(Path file) {
    return isOptional(file) ? folder(folder(file)) : folder(file);
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
