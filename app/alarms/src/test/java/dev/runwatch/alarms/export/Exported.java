/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.yaml.YamlFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runwatch's own alarms, exported for tests. */
final class Exported {

  static final ExportTarget PROD =
      new ExportTarget(
          "prod",
          "https://git.example.org/runwatch/blob/main/alarms/",
          "localhost:25",
          "runwatch@example.org",
          List.of("oncall@example.org"));

  private Exported() {}

  static Map<String, Scenario> scenarios() {
    Map<String, Scenario> scenarios = new TreeMap<>();
    for (Path file : Alarms.filesOf("scenarios")) {
      scenarios.put(YamlFolder.stem(file), ScenarioReader.read(file, Alarms.all()));
    }
    return scenarios;
  }

  /** The files of all alarms with the differences. */
  static Map<String, String> files(List<Difference> differences) {
    return new PrometheusExport(Alarms.all(), PROD).files(scenarios(), differences);
  }

  static Path write(Path folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }
}
