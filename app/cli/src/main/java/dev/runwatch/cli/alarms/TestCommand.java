/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.scenario.CaseResult;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.scenario.ScenarioRunner;
import dev.runwatch.alarms.yaml.YamlFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarms test}: runs scenarios. */
@Command(
    name = "test",
    description = "Run scenario files; of a directory, all its *.yaml and *.yml files.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all cases passed", "1:a case failed", "2:a file cannot be used"})
final class TestCommand extends Subcommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Scenario files (default: the scenarios of the alarms directory).")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--strict",
      description =
          "Fail a case whose result hangs on what AWS does not publish, unless it says so in assumes.")
  private boolean strict;

  @Option(
      names = "--verbose",
      description = "Also name the cases that passed, and what they assume.")
  private boolean verbose;

  private int passed;
  private int failed;
  private int fragile;

  @Override
  int run() {
    List<AlarmDefinition> known = definitions();
    List<Scenario> scenarios = new ArrayList<>();
    for (Path file : files()) {
      scenarios.add(ScenarioReader.read(file, known));
    }
    for (Scenario scenario : scenarios) {
      new ScenarioRunner(scenario).run(this::report);
    }
    if (fragile > 0) {
      out().println(fragile + " fragile");
    }
    out().println(passed + " passed, " + failed + " failed");
    return failed > 0 ? FAILED : DONE;
  }

  private void report(CaseResult result) {
    String where = result.scenario() + ":" + result.line() + ": " + result.name();
    boolean good = result.passed() && !(strict && !result.fragile().isEmpty());
    if (good) {
      passed++;
    } else {
      failed++;
    }
    if (!result.passed()) {
      out().println("FAILED   " + where);
      result.failures().forEach(line -> out().println("  " + line));
      result.table().forEach(line -> out().println(line));
    } else if (verbose && good) {
      out().println("passed   " + where);
    }
    if (!result.fragile().isEmpty()) {
      fragile++;
      out().println("FRAGILE  " + where);
      result.fragile().forEach(line -> out().println("  " + line));
    }
    if (verbose) {
      result.notes().forEach(line -> out().println("  " + line));
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    List<Path> given =
        paths.isEmpty()
            ? DefinitionLoader.folders(directory()).stream()
                .map(folder -> folder.resolve("scenarios"))
                .toList()
            : paths.stream().map(Subcommand::path).toList();
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        List<Path> found = list(path);
        if (found.isEmpty()) {
          throw new InputException(path + ": the directory has no *.yaml or *.yml file");
        }
        files.addAll(found);
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> list(Path directory) {
    YamlFolder folder = YamlFolder.of(directory);
    if (!folder.faults().isEmpty()) {
      throw new InvalidDefinitionException(folder.faults());
    }
    return folder.files();
  }
}
