/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.export.UnsupportedExportException;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.ExportedFiles;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.InvalidDashboardException;
import dev.runwatch.dashboards.export.GrafanaDatasource;
import dev.runwatch.dashboards.export.GrafanaExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dashboards export}: the dashboard for another system. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the dashboard for Grafana, with the files that provision it.")
final class DashboardsExportCommand implements Callable<Integer> {

  /** The systems that the dashboard can be exported to. */
  enum Target {
    GRAFANA
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // there is one so far
  @Parameters(paramLabel = "SYSTEM", description = "The system: ${COMPLETION-CANDIDATES}.")
  private Target target = Target.GRAFANA;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--datasource",
      required = true,
      paramLabel = "NAME",
      description = "What Grafana queries: ${COMPLETION-CANDIDATES}.")
  private GrafanaDatasource datasource = GrafanaDatasource.PROMETHEUS;

  @Option(
      names = "--datasource-url",
      defaultValue = "http://localhost:9090",
      paramLabel = "URL",
      description = "The address of Prometheus (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--out",
      defaultValue = "export/grafana",
      paramLabel = "DIR",
      description = "The folder to write into (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("export/grafana");

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    try {
      List<AlarmDefinition> alarms = DefinitionLoader.loadAll(home.resolve("alarms"));
      Dashboard dashboard = Dashboard.load(home.resolve("dashboards"), alarms);
      GrafanaExport export = new GrafanaExport(dashboard, alarms, environment.required().name());
      ExportedFiles.write(out, export.files(datasource, url), spec.commandLine().getOut());
      return 0;
    } catch (InvalidDefinitionException
        | InvalidDashboardException
        | UnsupportedExportException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }
}
