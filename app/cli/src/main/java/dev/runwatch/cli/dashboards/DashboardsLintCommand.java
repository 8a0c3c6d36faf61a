/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.DashboardLint;
import dev.runwatch.dashboards.body.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dashboards lint}: checks the body of a dashboard without an account. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Check the body of a CloudWatch dashboard; each fault is one line with its place.",
      "A body with tokens such as @@namespace@@ is also checked against the metric catalogue and"
          + " the alarms."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:no fault", "1:faults", "2:wrong usage"})
final class DashboardsLintCommand implements Callable<Integer> {

  private static final int FAULTS = 1;
  private static final int WRONG_USAGE = 2;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      defaultValue = "",
      description = "The file of the body, as PutDashboard takes it (default: the shipped one).")
  private String given = "";

  @Override
  public Integer call() {
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    Path file =
        given.isEmpty() ? home.resolve("dashboards").resolve(Dashboard.FILE) : Path.of(given);
    PrintWriter out = spec.commandLine().getOut();
    try {
      String body = Files.readString(file);
      List<Fault> faults =
          DashboardLint.isOurs(body)
              ? DashboardLint.ours(body, DefinitionLoader.loadAll(home.resolve("alarms")))
              : DashboardLint.faults(body);
      faults.forEach(fault -> out.println(file + ":" + fault.place().line() + ": " + fault));
      if (faults.isEmpty()) {
        out.println(file + ": no fault");
      }
      return faults.isEmpty() ? 0 : FAULTS;
    } catch (IOException e) {
      spec.commandLine().getErr().println(file + ": cannot be read: " + e.getMessage());
      return WRONG_USAGE;
    } catch (InvalidDefinitionException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return WRONG_USAGE;
    }
  }
}
