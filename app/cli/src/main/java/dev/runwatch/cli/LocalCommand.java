/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.environments.MailAddress;
import dev.runwatch.local.LocalPlatform;
import dev.runwatch.local.config.CoordinatorTimes;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.runner.RunnerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code local}. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    description = "Run everything in one process on this machine, with an embedded CloudWatch.")
final class LocalCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8765",
      paramLabel = "PORT",
      description = "The port of the coordinator; 0 takes a free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--console-port",
      defaultValue = "8766",
      paramLabel = "PORT",
      description = "The port of the console; 0 takes a free port (default: ${DEFAULT-VALUE}).")
  private int consolePort;

  @Option(
      names = "--minute",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description =
          "The length of a minute, 1s to 60s; steps, alarm periods and timeouts shrink with it"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration minute = Duration.ofSeconds(60);

  @Option(
      names = "--runners",
      defaultValue = "1",
      paramLabel = "N",
      description = "The number of runners, 0 to 50 (default: ${DEFAULT-VALUE}).")
  private int runners;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "echo,fail,sleep",
      paramLabel = "NAME[=COMMAND]",
      description = "The executors of the runners, see runner --help (default: ${DEFAULT-VALUE}).")
  private Set<String> executors = new LinkedHashSet<>();

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "The tags of the runners, separated by commas (default: none).")
  private Set<String> tags = new LinkedHashSet<>();

  @Option(
      names = "--load",
      defaultValue = "0",
      paramLabel = "N",
      description = "Runs to create each minute, 0 to 6000 (default: ${DEFAULT-VALUE}).")
  private int load;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Stop after this time (default: run until stopped).")
  private @Nullable Duration longest;

  @Option(
      names = "--data-dir",
      defaultValue = ".runwatch/local",
      paramLabel = "DIR",
      description =
          "The folder for the runs and metrics of local alone (default: ${DEFAULT-VALUE}).")
  private Path dataDir = Path.of(".runwatch/local");

  @Option(
      names = "--smtp",
      converter = Address.class,
      paramLabel = "HOST:PORT",
      description = "Also send the mails through this SMTP server (default: only show them).")
  private @Nullable InetSocketAddress smtp;

  @Option(
      names = "--mail-from",
      defaultValue = "runwatch@localhost",
      paramLabel = "ADDRESS",
      description = "The sender of mails (default: ${DEFAULT-VALUE}).")
  private String mailFrom = "";

  @Option(
      names = "--mail-to",
      split = ",",
      defaultValue = "oncall@localhost",
      paramLabel = "ADDRESS",
      description = "The recipients of mails, separated by commas (default: ${DEFAULT-VALUE}).")
  private List<String> mailTo = new ArrayList<>();

  @Option(
      names = "--poll-wait",
      paramLabel = "DURATION",
      description = "See coordinator --help (default: 30s, scaled by --minute).")
  private @Nullable Duration pollWait;

  @Option(
      names = "--heartbeat-interval",
      paramLabel = "DURATION",
      description = "See coordinator --help (default: 20s, scaled by --minute).")
  private @Nullable Duration heartbeatInterval;

  @Option(
      names = "--stale-after",
      paramLabel = "DURATION",
      description = "See coordinator --help (default: 60s, scaled by --minute).")
  private @Nullable Duration staleAfter;

  @Option(
      names = "--remove-after",
      paramLabel = "DURATION",
      description = "See coordinator --help (default: 600s, scaled by --minute).")
  private @Nullable Duration removeAfter;

  @Option(
      names = "--no-match-after",
      paramLabel = "DURATION",
      description = "See coordinator --help (default: 60m, scaled by --minute).")
  private @Nullable Duration noMatchAfter;

  @Override
  public Integer call() throws CoordinatorStartException, IOException {
    LocalConfig config = config();
    ProcessLifecycle life = new ProcessLifecycle(System.out);
    LocalPlatform platform;
    try {
      platform = life.closing(LocalPlatform.start(config));
    } catch (CoordinatorStartException e) {
      throw UsageErrors.ifMisconfigured(spec, e);
    }
    life.ready("coordinator ready on " + platform.coordinator());
    life.ready("console ready on " + platform.console());
    life.live(longest);
    return 0;
  }

  private LocalConfig config() {
    range("--port", port, 0, 65_535);
    range("--console-port", consolePort, 0, 65_535);
    range("--runners", runners, 0, LocalConfig.MAX_RUNNERS);
    range("--load", load, 0, LocalConfig.MAX_LOAD);
    long millis = minute.toMillis();
    if (millis < 1_000 || millis > 60_000 || 60_000 % millis != 0) {
      throw UsageErrors.of(spec, "--minute", millis + "ms", "1s to 60s, a whole part of 60s");
    }
    runner();
    mail("--mail-from", mailFrom);
    mailTo.forEach(address -> mail("--mail-to", address));
    return LocalConfig.builder(Path.of(System.getProperty("runwatch.home", ".")))
        .port(port)
        .consolePort(consolePort)
        .minute(minute)
        .runners(runners)
        .executors(executors)
        .tags(tags)
        .load(load)
        .dataDir(dataDir)
        .times(times())
        .smtp(smtp)
        .mailFrom(mailFrom)
        .mailTo(mailTo)
        .build();
  }

  /** Refuses what a runner would refuse, before anything starts. */
  private void runner() {
    try {
      var unused = RunnerConfig.builder().executors(executors).tags(tags).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Invalid value: " + e.getMessage());
    }
  }

  private CoordinatorTimes times() {
    CoordinatorTimes.Builder builder = CoordinatorTimes.scaledTo(minute);
    replace(pollWait, builder::pollWait);
    replace(heartbeatInterval, builder::heartbeatInterval);
    replace(staleAfter, builder::staleAfter);
    replace(removeAfter, builder::removeAfter);
    replace(noMatchAfter, builder::noMatchAfter);
    CoordinatorTimes times = builder.build();
    less("--heartbeat-interval", times.heartbeatInterval(), "--stale-after", times.staleAfter());
    less("--stale-after", times.staleAfter(), "--remove-after", times.removeAfter());
    return times;
  }

  private static void replace(@Nullable Duration given, Consumer<Duration> setting) {
    if (given != null) {
      setting.accept(given);
    }
  }

  private void less(String option, Duration value, String other, Duration limit) {
    if (value.compareTo(limit) >= 0) {
      throw UsageErrors.of(
          spec,
          option,
          value.toMillis() + "ms",
          "less than " + other + ", which is " + limit.toMillis() + "ms");
    }
  }

  private void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw UsageErrors.of(spec, option, String.valueOf(value), min + " to " + max);
    }
  }

  private void mail(String option, String address) {
    if (MailAddress.parse(address).isEmpty()) {
      throw UsageErrors.of(spec, option, address, "an address such as oncall@localhost");
    }
  }
}
