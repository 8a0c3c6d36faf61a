/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.alarms.yaml.YamlReader;
import dev.runwatch.metrics.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory of environments' files. Names that differ in case only are one name. */
final class EnvironmentFiles {

  private final Path directory;

  EnvironmentFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * @param toDeploy whether placeholders are refused
   */
  EnvironmentSettings read(
      Environment name,
      List<AlarmDefinition> definitions,
      Map<String, String> overrides,
      boolean toDeploy) {
    Path file = file(name.name());
    Faults faults = new Faults(file.toString());
    Optional<MappingReader> fields =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(node -> MappingReader.of(node, "", faults));
    Faults given = new Faults("context");
    Optional<EnvironmentSettings> settings =
        fields.map(
            it ->
                new SettingsReader(name, it, new Overrides(overrides, given), definitions, toDeploy)
                    .read());
    List<Fault> all = new ArrayList<>(faults.all());
    all.addAll(given.all());
    if (settings.isEmpty() || !all.isEmpty()) {
      throw new InvalidDefinitionException(all);
    }
    return settings.get();
  }

  private Path file(String name) {
    Map<String, List<Path>> byName = new TreeMap<>();
    for (Path file : files()) {
      legal(stem(file));
      byName.computeIfAbsent(key(stem(file)), it -> new ArrayList<>()).add(file);
    }
    for (List<Path> same : byName.values()) {
      if (same.size() > 1) {
        throw refusal(
            "two environments have one name: "
                + same.get(0).getFileName()
                + " and "
                + same.get(1).getFileName(),
            "rename or remove one");
      }
    }
    List<Path> found = byName.getOrDefault(key(name), List.of());
    if (found.isEmpty() || !stem(found.get(0)).equals(name)) {
      List<String> names = byName.values().stream().map(it -> stem(it.get(0))).toList();
      String fix = "there are " + String.join(", ", names);
      throw refusal(
          "'" + name + "' is not an environment",
          Suggestions.nearest(name, names)
              .map(it -> "did you mean " + it + "? " + fix)
              .orElse(fix));
    }
    return found.get(0);
  }

  /** Refuses a file that no command can name, because it would never be deployed. */
  private void legal(String stem) {
    try {
      new Environment(stem);
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()), "rename or remove its file");
    }
  }

  private List<Path> files() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> String.valueOf(file.getFileName()).matches("(?i)[^.].*\\.ya?ml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw refusal("it cannot be listed", "give the directory infra/cdk/environments");
    }
  }

  private InvalidDefinitionException refusal(String reason, String fix) {
    return new InvalidDefinitionException(
        List.of(new Fault(directory.toString(), 0, "", reason, fix)));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }
}
