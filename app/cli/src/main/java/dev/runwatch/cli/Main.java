/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.cli.alarms.AlarmsCommand;
import dev.runwatch.cli.conformance.ConformanceCommand;
import dev.runwatch.cli.dashboards.DashboardsCommand;
import dev.runwatch.cli.drill.DrillCommand;
import dev.runwatch.cli.drill.MuteCommand;
import dev.runwatch.cli.drill.MutesCommand;
import dev.runwatch.cli.drill.UnmuteCommand;
import dev.runwatch.cli.verify.VerifyCommand;
import dev.runwatch.common.BuildInfo;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The launcher {@code ./runwatch}. */
@Command(
    name = "runwatch",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Monitoring on Amazon CloudWatch for a run platform.",
    footerHeading = "%nEnvironment of the launcher:%n",
    footer = {
      "  JAVA_HOME              the JDK to use, 17 or newer (default: java on the PATH)",
      "  RUNWATCH_JAVA_OPTIONS  options for the JVM, separated by spaces, such as",
      "                         '-Xmx512m -XX:+UseG1GC'; they override the defaults"
    },
    subcommands = {
      LocalCommand.class,
      CoordinatorCommand.class,
      RunnerCommand.class,
      TokenCommand.class,
      MetricsCommand.class,
      AlarmsCommand.class,
      DashboardsCommand.class,
      VerifyCommand.class,
      DrillCommand.class,
      MuteCommand.class,
      MutesCommand.class,
      UnmuteCommand.class,
      ConformanceCommand.class
    })
public final class Main implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private Main() {}

  /** Runs a subcommand and exits with its status: 0 done, 1 failed, 2 wrong use. */
  public static void main(String[] args) {
    // For libraries that format or sort by the locale of the process, such as picocli.
    Locale.setDefault(Locale.ROOT);
    int status = commandLine().execute(args);
    System.out.flush();
    System.exit(status);
  }

  /** The command line with all its conventions, on the variables of this process. */
  static CommandLine commandLine() {
    return commandLine(System::getenv);
  }

  /**
   * The command line with all its conventions.
   *
   * @param variables gives the value of an environment variable, or null if it is not set
   */
  public static CommandLine commandLine(Function<String, @Nullable String> variables) {
    CommandLine commands = new CommandLine(new Main());
    // It needs the lifecycle of services, which the package of the other commands does not see.
    Objects.requireNonNull(commands.getSubcommands().get("dashboards"))
        .addSubcommand(new DashboardsServeCommand());
    commands.setDefaultValueProvider(new EnvironmentVariables(variables));
    commands.setParameterExceptionHandler(Main::wrongUse);
    commands.setExecutionExceptionHandler(Main::failed);
    commands.registerConverter(Duration.class, new DurationText());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    return commands;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  private static int wrongUse(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    String name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    err.println(name + ": " + oneLine(e) + " (see '" + name + " --help')");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName(" ");
    if (e instanceof ParameterException wrong) {
      return wrongUse(wrong, new String[0]);
    }
    command.getErr().println(name + ": " + oneLine(e));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return (message == null ? e.getClass().getSimpleName() : message)
        .replaceAll("\\s*\\R\\s*", " ");
  }

  /** Prints the version and the commit of the build. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      BuildInfo build = BuildInfo.current();
      return new String[] {"runwatch " + build.version() + " (commit " + build.commit() + ")"};
    }
  }

  /** Every option {@code --some-option} is also {@code RUNWATCH_SOME_OPTION}; empty is not set. */
  private record EnvironmentVariables(Function<String, @Nullable String> variables)
      implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
        return null;
      }
      String variable =
          "RUNWATCH_" + option.longestName().replaceFirst("^--", "").replace('-', '_');
      String value = variables.apply(variable.toUpperCase(Locale.ROOT));
      return value == null || value.isEmpty() ? null : value;
    }
  }
}
