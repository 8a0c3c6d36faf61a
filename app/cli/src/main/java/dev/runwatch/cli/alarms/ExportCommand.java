/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.export.Differences;
import dev.runwatch.alarms.export.ExportTarget;
import dev.runwatch.alarms.export.PrometheusExport;
import dev.runwatch.alarms.export.UnsupportedExportException;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.yaml.YamlFolder;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.ExportedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarms export}: the alarms for another monitoring system. */
@Command(
    name = "export",
    description =
        "Write the alarms as Prometheus rules, their scenarios as tests of promtool, and a"
            + " configuration of Alertmanager.")
final class ExportCommand extends Subcommand {

  /** The systems that alarms can be exported to. */
  enum Target {
    PROMETHEUS
  }

  @Parameters(paramLabel = "SYSTEM", description = "The system: ${COMPLETION-CANDIDATES}.")
  private Target unusedTarget = Target.PROMETHEUS;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "export/prometheus",
      description = "The folder to write into (default: ${DEFAULT-VALUE}).")
  private String out = "";

  @Option(
      names = "--runbook-base",
      paramLabel = "URL",
      defaultValue = "",
      description = "Precedes the path of a runbook (default: nothing).")
  private String runbookBase = "";

  @Option(
      names = "--smtp",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:25",
      description = "The mail server of Alertmanager (default: ${DEFAULT-VALUE}).")
  private String smtp = "";

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      defaultValue = "runwatch@example.org",
      description = "The sender of mails (default: ${DEFAULT-VALUE}).")
  private String mailFrom = "";

  @Option(
      names = "--mail-to",
      split = ",",
      paramLabel = "ADDRESS",
      defaultValue = "oncall@example.org",
      description = "The recipients of mails, separated by commas (default: ${DEFAULT-VALUE}).")
  private List<String> mailTo = new ArrayList<>();

  @Override
  int run() {
    ExportTarget target =
        new ExportTarget(environment.required().name(), runbookBase, smtp, mailFrom, mailTo);
    List<AlarmDefinition> alarms = definitions();
    try {
      Map<String, String> files =
          new PrometheusExport(alarms, target)
              .files(scenarios(alarms), Differences.read(directory()));
      ExportedFiles.write(path(out), files, out());
      return DONE;
    } catch (IOException e) {
      throw new InputException("cannot write below " + out + ": " + e.getMessage());
    } catch (UnsupportedExportException e) {
      err().println(e.getMessage());
      return FAILED;
    }
  }

  private Map<String, Scenario> scenarios(List<AlarmDefinition> alarms) {
    Map<String, Scenario> scenarios = new TreeMap<>();
    Path folder = directory().resolve("scenarios");
    if (Files.isDirectory(folder)) {
      for (Path file : YamlFolder.of(folder).files()) {
        scenarios.put(YamlFolder.stem(file), ScenarioReader.read(file, alarms));
      }
    }
    return scenarios;
  }
}
