/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.cli.dashboards.AccountConsole;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.local.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./runwatch dashboards serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Draw the dashboard and the alarms of an environment in a page on this machine.",
      "It reads the account of the AWS settings and changes nothing. Each widget is read with"
          + " GetMetricData once a minute while somebody looks; AWS charges for each metric read."
    })
final class DashboardsServeCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "A dashboard body to draw in place of the environment's own.")
  private @Nullable Path body;

  @Option(
      names = "--port",
      defaultValue = "8766",
      paramLabel = "PORT",
      description =
          "Where the page listens on loopback, 0 for a free port (default: ${DEFAULT-VALUE}).")
  private int port = 8766;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > 65_535) {
      throw UsageErrors.of(spec, "--port", String.valueOf(port), "0 to 65535");
    }
    ExpectedEnvironment deployed = environment.read();
    ProcessLifecycle life = new ProcessLifecycle(System.out);
    AccountConsole account =
        life.closing(
            AccountConsole.open(
                Path.of(System.getProperty("runwatch.home", ".")),
                deployed,
                environment.region(deployed),
                own(body)));
    Console console;
    try {
      console = life.closing(Console.start(port, account.sources()));
    } catch (IOException e) {
      life.close();
      throw e;
    }
    life.ready("console ready on " + console.uri());
    life.live(null);
    return 0;
  }

  private @Nullable String own(@Nullable Path path) {
    try {
      return path == null ? null : Files.readString(path);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
