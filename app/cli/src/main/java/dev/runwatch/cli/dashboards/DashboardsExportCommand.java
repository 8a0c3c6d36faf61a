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
import dev.runwatch.dashboards.export.GoogleDashboardExport;
import dev.runwatch.dashboards.export.GrafanaDatasource;
import dev.runwatch.dashboards.export.GrafanaExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dashboards export}: the dashboard for another system. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Write the dashboard for another system: for Grafana with the files that provision it, or"
            + " for Google Cloud Monitoring.")
final class DashboardsExportCommand implements Callable<Integer> {

  /** The systems that the dashboard can be exported to. */
  enum Target {
    GRAFANA,
    GOOGLE
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "SYSTEM", description = "The system: ${COMPLETION-CANDIDATES}.")
  private Target system = Target.GRAFANA;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--datasource",
      paramLabel = "NAME",
      description = "For grafana, required: what it queries, ${COMPLETION-CANDIDATES}.")
  private @Nullable GrafanaDatasource datasource;

  @Option(
      names = "--datasource-url",
      defaultValue = "http://localhost:9090",
      paramLabel = "URL",
      description = "For grafana: the address of Prometheus (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write into (default: export/ and the system).")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    try {
      List<AlarmDefinition> alarms = DefinitionLoader.loadAll(home.resolve("alarms"));
      Dashboard dashboard = Dashboard.load(home.resolve("dashboards"), alarms);
      Map<String, String> files =
          switch (system) {
            case GRAFANA -> grafana(dashboard, alarms);
            case GOOGLE ->
                new GoogleDashboardExport(dashboard, alarms, environment.required().name()).files();
          };
      Path folder = out == null ? Path.of("export", system.name().toLowerCase(Locale.ROOT)) : out;
      ExportedFiles.write(folder, files, spec.commandLine().getOut());
      return 0;
    } catch (InvalidDefinitionException
        | InvalidDashboardException
        | UnsupportedExportException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }

  private Map<String, String> grafana(Dashboard dashboard, List<AlarmDefinition> alarms) {
    if (datasource == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--datasource=NAME'");
    }
    return new GrafanaExport(dashboard, alarms, environment.required().name())
        .files(datasource, url);
  }
}
