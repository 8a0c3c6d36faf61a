/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.runner.Runner;
import dev.runwatch.runner.RunnerConfig;
import dev.runwatch.runner.RunnerToken;
import dev.runwatch.telemetry.ServiceTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code runner}. */
@Command(
    name = "runner",
    mixinStandardHelpOptions = true,
    description = {
      "Run a runner.",
      "It publishes its metrics to CloudWatch, in the account and region of the AWS settings."
    })
final class RunnerCommand implements Callable<Integer> {

  /** The exit status when another instance took over: EX_TEMPFAIL of sysexits.h. */
  private static final int SUPERSEDED = 75;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--coordinator",
      defaultValue = "http://127.0.0.1:8765",
      paramLabel = "URL",
      description = "The URL of the coordinator (default: ${DEFAULT-VALUE}).")
  private String coordinator = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token for the coordinator; read anew for each request. Without it, the"
              + " variable RUNWATCH_TOKEN (default: no token).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--name",
      defaultValue = "default",
      paramLabel = "NAME",
      description =
          "The executor_profile, part of the runner's identity (default: ${DEFAULT-VALUE}).")
  private String name = "";

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "The host name in the runner's identity (default: that of this machine).")
  private @Nullable String hostname;

  @Option(
      names = "--project-dir",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "The directory for runs that name none (default: ${DEFAULT-VALUE}).")
  private String projectDir = ".";

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "The tags that runs can demand, separated by commas (default: none).")
  private Set<String> tags = new LinkedHashSet<>();

  @Option(
      names = "--max-runs",
      defaultValue = "4",
      paramLabel = "N",
      description = "The number of runs at a time, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int maxRuns;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "echo,fail,sleep",
      paramLabel = "NAME[=COMMAND]",
      description =
          "The executors, separated by commas: echo, fail, sleep, or your own as NAME=COMMAND"
              + " (default: ${DEFAULT-VALUE}).")
  private Set<String> executors = new LinkedHashSet<>();

  @Option(
      names = "--enable-shell",
      description =
          "Add the executor shell, which runs any command. Everyone who can create a run can then"
              + " do on this machine what the runner can.")
  private boolean enableShell;

  @Option(
      names = "--pass-env",
      split = ",",
      paramLabel = "NAME",
      description =
          "The environment variables that runs get besides PATH, HOME, LANG and TZ, separated by"
              + " commas (default: none).")
  private Set<String> passEnv = new LinkedHashSet<>();

  @Option(
      names = "--limits",
      split = ",",
      paramLabel = "EXECUTOR.RESOURCE=VALUE",
      description =
          "What a run may use, separated by commas: cpu=60s, memory=512m, files=256, output=10m,"
              + " processes=64; the executor * is every executor (default: no limit).")
  private Set<String> limits = new LinkedHashSet<>();

  @Option(
      names = "--metrics-listen",
      converter = Address.class,
      paramLabel = "HOST:PORT",
      description = "Serve GET /metrics and GET /health of the runner here (default: do not).")
  private @Nullable InetSocketAddress metricsListen;

  @Option(
      names = "--drain",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description =
          "How long running runs may go on after SIGTERM, 0s to 24h; a second SIGTERM ends it"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration drain = Duration.ofSeconds(60);

  @Override
  public Integer call() {
    RunnerConfig config = config();
    RunnerToken token = token();
    if (enableShell && !token.isPresent() && !isLoopback(config.coordinator())) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value: --enable-shell lets everybody who reaches the coordinator "
              + config.coordinator()
              + " run any command here; give the runner a token with --token-file");
    }
    if (drain.isNegative() || drain.compareTo(Duration.ofHours(24)) > 0) {
      throw UsageErrors.of(spec, "--drain", drain.toMillis() + "ms", "0s to 24h");
    }
    ProcessLifecycle life = new ProcessLifecycle(System.out);
    service.openLog(life);
    ServiceTelemetry telemetry = service.open(Publisher.RUNNER, life);
    CompositeMeterRegistry registry = new CompositeMeterRegistry();
    registry.add(telemetry.registry());
    RunnerPages pages = pages(life, registry, telemetry);
    Runner runner = life.closing(start(config, token, registry));
    if (pages != null) {
      pages.serve(runner::health);
      life.ready("runner metrics on " + pages.uri());
    }
    AtomicBoolean draining = new AtomicBoolean();
    var unusedHandlers =
        TerminationSignals.handle(
            () -> {
              if (draining.compareAndSet(false, true)) {
                runner.drain(drain);
              } else {
                life.end();
              }
            });
    var unused =
        runner
            .registered()
            .whenComplete(
                (id, failure) -> {
                  if (failure == null) {
                    life.ready("runner " + id + " ready");
                  }
                });
    unused = runner.ended().whenComplete((reason, failure) -> life.end());
    life.live(null);
    return runner.wasSuperseded() ? SUPERSEDED : 0;
  }

  private @Nullable RunnerPages pages(
      ProcessLifecycle life, CompositeMeterRegistry registry, ServiceTelemetry telemetry) {
    if (metricsListen == null) {
      return null;
    }
    try {
      RunnerPages pages = life.closing(new RunnerPages(metricsListen));
      telemetry.account().bindTo(pages.registry());
      registry.add(pages.registry());
      return pages;
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value: --metrics-listen: cannot listen on "
              + metricsListen
              + ": "
              + e.getMessage());
    }
  }

  private Runner start(RunnerConfig config, RunnerToken token, MeterRegistry registry) {
    try {
      return Runner.start(config, token, registry);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Invalid value: " + e.getMessage());
    }
  }

  private RunnerToken token() {
    try {
      String variable = System.getenv("RUNWATCH_TOKEN");
      if (tokenFile != null) {
        return RunnerToken.file(tokenFile);
      }
      return variable == null ? RunnerToken.none() : RunnerToken.of(variable);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Invalid value: " + e.getMessage());
    }
  }

  private static boolean isLoopback(URI coordinator) {
    try {
      return InetAddress.getByName(coordinator.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private RunnerConfig config() {
    try {
      Set<String> all = new LinkedHashSet<>(executors);
      if (enableShell) {
        all.add("shell");
      }
      RunnerConfig.Builder config =
          RunnerConfig.builder()
              .coordinator(URI.create(coordinator))
              .environment(service.environment())
              .name(name)
              .projectDir(projectDir)
              .tags(tags)
              .maxRuns(maxRuns)
              .executors(all)
              .enableShell(enableShell)
              .passEnv(passEnv)
              .limits(limits)
              .dataDir(service.dataDir());
      return (hostname == null ? config : config.hostname(hostname)).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Invalid value: " + e.getMessage());
    }
  }
}
