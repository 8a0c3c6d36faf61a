/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.environments.ExpectedEnvironment;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code ./runwatch drill}. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Fire an alarm on purpose, wait until its notification has left, and set it back.",
      "Recipients are really notified. The account and region are those of the AWS settings."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the notification left",
      "1:it did not",
      "2:wrong usage, or AWS cannot be reached"
    })
public final class DrillCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int REFUSED = 2;
  private static final Pattern PRODUCTION =
      Pattern.compile("(?i)(.*-)?(prd|prod|production|live)(-.*)?");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Parameters(paramLabel = "ALARM", description = "The alarm's file, such as queue-backing-up.")
  private String alarm = "";

  @Option(names = "--yes", description = "Drill production too.")
  private boolean yes;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long each step may take (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(2);

  @Override
  public Integer call() {
    ExpectedEnvironment deployed = environment.read();
    Region region = environment.region(deployed);
    AlarmDefinition definition = Alarms.find(spec, deployed, alarm);
    if (!definition.actions().enabled()) {
      throw new ParameterException(
          spec.commandLine(),
          alarm + ": its definition says ActionsEnabled: false, so there is nothing to drill");
    }
    if (PRODUCTION.matcher(environment.name()).matches() && !yes) {
      throw new ParameterException(
          spec.commandLine(),
          environment.name() + " is production and people will be paged: add --yes to confirm");
    }
    String name = definition.cloudWatchName(environment.name());
    PrintWriter out = spec.commandLine().getOut();
    try (CloudWatchClient cloudWatch = CloudWatchClient.builder().region(region).build();
        SnsClient sns = SnsClient.builder().region(region).build();
        SqsClient sqs = SqsClient.builder().region(region).build()) {
      out.println("drill: " + name);
      out.flush();
      return drill(
          new Drill(
              cloudWatch,
              sns,
              sqs,
              InstantSource.system(),
              timeout,
              name,
              deployed.settings().drillQueuePrefix(),
              line -> print(out, line)));
    } catch (SdkException e) {
      spec.commandLine().getErr().println("runwatch drill: " + AwsErrors.reason(e));
      return REFUSED;
    }
  }

  private int drill(Drill drill) {
    // SIGTERM and Ctrl-C must not leave an alarm fired.
    Thread undo = new Thread(drill::close, "runwatch-drill-undo");
    Runtime.getRuntime().addShutdownHook(undo);
    try (drill) {
      drill.run();
      return 0;
    } catch (DrillFailedException e) {
      spec.commandLine().getErr().println("runwatch drill: " + e.getMessage());
      return FAILED;
    } finally {
      removeHook(undo);
    }
  }

  private static void removeHook(Thread undo) {
    try {
      Runtime.getRuntime().removeShutdownHook(undo);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
