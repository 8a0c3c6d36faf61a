/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code dashboards}. */
@Command(
    name = "dashboards",
    description = "Check and export the dashboard.",
    mixinStandardHelpOptions = true,
    subcommands = {DashboardsLintCommand.class, DashboardsExportCommand.class})
public final class DashboardsCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Only for the command line. */
  public DashboardsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
