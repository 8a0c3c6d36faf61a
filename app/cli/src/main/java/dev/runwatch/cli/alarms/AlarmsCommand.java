/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The subcommand {@code alarms}, with the option that its subcommands share. */
@Command(
    name = "alarms",
    description = "Test, check, explain, back-test and simulate alarms.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TestCommand.class,
      LintCommand.class,
      ExplainCommand.class,
      EvaluateCommand.class,
      MathCommand.class,
      BacktestCommand.class,
      SimulateCommand.class,
      DriveCommand.class,
      ExportCommand.class
    })
public final class AlarmsCommand implements Runnable {

  @Option(
      names = "--alarms-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "The directory of the definitions (default: alarms, in the folder of ./runwatch).")
  Path directory = Path.of(System.getProperty("runwatch.home", ".")).resolve("alarms");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Only for the command line. */
  public AlarmsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
