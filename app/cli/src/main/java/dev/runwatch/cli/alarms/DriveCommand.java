/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.cli.options.EnvironmentOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** {@code alarms drive}: evaluates alarms for LocalStack, which does not evaluate them. */
@Command(
    name = "drive",
    description = {
      "Evaluate alarms with metric math for LocalStack, which does not evaluate them:",
      "read alarms and metrics, and set the state of each alarm, so that its actions run.",
      "Refused for AWS, which evaluates its alarms itself."
    })
final class DriveCommand extends Subcommand {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "",
      description = "The endpoint of CloudWatch (default: that of the AWS settings).")
  private String endpoint = "";

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description =
          "Only alarms whose names begin with this (default: those of --environment, or all).")
  private String prefix = "";

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(names = "--all", description = "Also drive alarms without metric math.")
  private boolean all;

  @Option(names = "--once", description = "Evaluate once and end.")
  private boolean once;

  @Option(
      names = "--every",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "The time between two evaluations (default: ${DEFAULT-VALUE}).")
  private String every = "";

  @Option(
      names = "--for",
      defaultValue = "",
      paramLabel = "DURATION",
      description = "Stop after this time (default: run until stopped).")
  private String duration = "";

  private final Set<String> told = new HashSet<>();

  @Override
  int run() {
    if (endpoint.isEmpty() && !named("AWS_ENDPOINT_URL") && !named("AWS_ENDPOINT_URL_CLOUDWATCH")) {
      throw new InputException(
          "--endpoint: AWS evaluates its alarms itself; give the endpoint of LocalStack, such as"
              + " http://127.0.0.1:4566");
    }
    Duration pause = duration("--every", every);
    Instant end =
        duration.isEmpty() ? Instant.MAX : Instant.now().plus(duration("--for", duration));
    try (CloudWatchClient client = CloudWatchClients.open(endpoint)) {
      Driver driver = new Driver(client, prefix(), all);
      while (true) {
        Driver.Round round = driver.round(Instant.now(), line -> out().println(line));
        round.skipped().stream().filter(told::add).forEach(line -> err().println(line));
        if (once || told.add("the first round")) {
          out().println(round.driven() + " alarms driven, " + round.changed() + " changed");
        }
        out().flush();
        err().flush();
        if (once || !Instant.now().plus(pause).isBefore(end)) {
          return DONE;
        }
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }

  private String prefix() {
    return prefix.isEmpty()
        ? environment.given().map(it -> "runwatch-" + it + "-").orElse("")
        : prefix;
  }

  private static boolean named(String variable) {
    return !System.getenv().getOrDefault(variable, "").isEmpty();
  }

  private static Duration duration(String option, String text) {
    Optional<Duration> parsed = Durations.parse(text).filter(found -> !found.isZero());
    if (parsed.isEmpty()) {
      throw new InputException(option + ": '" + text + "' is not a duration such as 30s or 5m");
    }
    return parsed.get();
  }
}
