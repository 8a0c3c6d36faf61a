/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.export.Differences;
import dev.runwatch.alarms.export.ExportTarget;
import dev.runwatch.alarms.export.GoogleExport;
import dev.runwatch.alarms.export.GoogleTarget;
import dev.runwatch.alarms.export.PrometheusExport;
import dev.runwatch.alarms.export.UnsupportedExportException;
import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.yaml.YamlFolder;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.ExportedFiles;
import dev.runwatch.cli.options.OptionalAlarmsOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarms export}: the alarms for another monitoring system. */
@Command(
    name = "export",
    description =
        "Write the alarms for another system: for Prometheus as rules, their scenarios as tests of"
            + " promtool, and a configuration of Alertmanager; for Google Cloud Monitoring as"
            + " alert policies.")
final class ExportCommand extends Subcommand {

  /** The systems that alarms can be exported to. */
  enum Target {
    PROMETHEUS,
    GOOGLE
  }

  @Parameters(paramLabel = "SYSTEM", description = "The system: ${COMPLETION-CANDIDATES}.")
  private Target system = Target.PROMETHEUS;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Mixin private OptionalAlarmsOption optional = new OptionalAlarmsOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write into (default: export/ and the system).")
  private @Nullable String out;

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
      description = "For prometheus: the mail server of Alertmanager (default: ${DEFAULT-VALUE}).")
  private String smtp = "";

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      defaultValue = "runwatch@example.org",
      description = "For prometheus: the sender of mails (default: ${DEFAULT-VALUE}).")
  private String mailFrom = "";

  @Option(
      names = "--mail-to",
      split = ",",
      paramLabel = "ADDRESS",
      defaultValue = "oncall@example.org",
      description =
          "For prometheus: the recipients of mails, separated by commas (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> mailTo = new ArrayList<>();

  @Option(
      names = "--notification-channels",
      split = ",",
      paramLabel = "NAME",
      description =
          "For google: the channels that are notified, separated by commas, such as"
              + " projects/PROJECT/notificationChannels/ID (default: none).")
  private List<String> channels = new ArrayList<>();

  @Override
  int run() {
    String folder = out == null ? "export/" + system.name().toLowerCase(Locale.ROOT) : out;
    List<AlarmDefinition> known = definitions();
    List<AlarmDefinition> alarms = optional.choose(known);
    try {
      Map<String, String> files =
          switch (system) {
            case PROMETHEUS -> prometheus(known, alarms);
            case GOOGLE -> google(alarms);
          };
      ExportedFiles.write(path(folder), files, out());
      return DONE;
    } catch (IOException e) {
      throw new InputException("cannot write below " + folder + ": " + e.getMessage());
    } catch (UnsupportedExportException e) {
      err().println(e.getMessage());
      return FAILED;
    }
  }

  private Map<String, String> prometheus(
      List<AlarmDefinition> known, List<AlarmDefinition> alarms) {
    ExportTarget target =
        new ExportTarget(environment.required().name(), runbookBase, smtp, mailFrom, mailTo);
    return new PrometheusExport(alarms, target)
        .files(scenarios(known), Differences.read(directory()));
  }

  private Map<String, String> google(List<AlarmDefinition> alarms) {
    return new GoogleExport(
            alarms, new GoogleTarget(environment.required().name(), runbookBase, channels))
        .files();
  }

  private Map<String, Scenario> scenarios(List<AlarmDefinition> alarms) {
    Map<String, Scenario> scenarios = new TreeMap<>();
    for (Path definitions : DefinitionLoader.folders(directory())) {
      Path folder = definitions.resolve("scenarios");
      if (Files.isDirectory(folder)) {
        for (Path file : YamlFolder.of(folder).files()) {
          scenarios.put(YamlFolder.stem(file), ScenarioReader.read(file, alarms));
        }
      }
    }
    return scenarios;
  }
}
