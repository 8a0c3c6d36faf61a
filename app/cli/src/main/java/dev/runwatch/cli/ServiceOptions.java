/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.cli.logging.LogFormat;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.NamespaceOption;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.telemetry.Backend;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that the coordinator and the runner share; a mixin. */
final class ServiceOptions {

  private static final Environment DEV = new Environment("dev");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--step",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description =
          "The time between two publications of metrics; less than 60s uses high resolution"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration step = Duration.ofSeconds(60);

  @Option(
      names = "--data-dir",
      defaultValue = ".runwatch",
      paramLabel = "DIR",
      description =
          "The folder for metrics that CloudWatch has not accepted yet and, of a runner, for ends"
              + " of runs that are not reported yet (default:"
              + " ${DEFAULT-VALUE}).")
  private Path dataDir = Path.of(".runwatch");

  @Option(
      names = "--backends",
      split = ",",
      defaultValue = "cloudwatch,prometheus",
      paramLabel = "NAME",
      description =
          "Where metrics can be read, separated by commas: ${COMPLETION-CANDIDATES}. stackdriver"
              + " is Google Cloud Monitoring. The page GET /metrics is always there (default:"
              + " ${DEFAULT-VALUE}).")
  private Set<Backend> backends = EnumSet.of(Backend.CLOUDWATCH, Backend.PROMETHEUS);

  @Mixin private GoogleOptions google = new GoogleOptions();

  @Option(
      names = "--log",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description =
          "The log on standard error: text, or json for a JSON object in each line (default:"
              + " ${DEFAULT-VALUE}).")
  private LogFormat log = LogFormat.TEXT;

  /** Writes the log in the format that was asked for, until the end of the service's life. */
  void openLog(ProcessLifecycle life) {
    life.closing(log.use());
  }

  /** Opens the way of a service's metrics, until the end of its life. */
  ServiceTelemetry open(Publisher role, ProcessLifecycle life) {
    ServiceTelemetry telemetry = amazon(role, life);
    return life.closing(
        backends.contains(Backend.STACKDRIVER)
            ? telemetry.andTo(google.start(role, namespace(), step()))
            : telemetry);
  }

  private ServiceTelemetry amazon(Publisher role, ProcessLifecycle life) {
    if (!backends.contains(Backend.CLOUDWATCH)) {
      return ServiceTelemetry.unpublished();
    }
    PrintWriter err = spec.commandLine().getErr();
    String command = spec.qualifiedName(" ");
    var client = life.closing(CloudWatch.open(line -> err.println(command + ": " + line)));
    return ServiceTelemetry.open(role, environment(), namespace(), step(), dataDir(), client);
  }

  Environment environment() {
    return environment.given().orElse(DEV);
  }

  String namespace() {
    return namespace.value().name();
  }

  Duration step() {
    long millis = step.toMillis();
    boolean fits = millis < 60_000 ? 60_000 % millis == 0 : millis % 60_000 == 0;
    if (!fits || millis < 1_000 || millis > 3_600_000) {
      throw refused("--step", millis + "ms", "1s to 1h: a part of a minute, or whole minutes");
    }
    return step;
  }

  Path dataDir() {
    return dataDir;
  }

  private ParameterException refused(String option, String value, String allowed) {
    return UsageErrors.of(spec, option, value, allowed);
  }
}
