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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
      "0:the notification left, somebody was told, and nothing is left behind",
      "1:it did not, nobody was told, or something is left behind and named",
      "2:wrong usage, or AWS cannot be reached"
    })
public final class DrillCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int REFUSED = 2;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration DATA_TIMEOUT = Duration.ofMinutes(30);
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
      description = "How long each step may take (default: 2m, with --data 30m).")
  private @Nullable Duration timeout;

  @Option(
      names = "--data",
      description = {
        "Publish data that breach the alarm, or none, and wait until CloudWatch detects it.",
        "Only where no service of the environment publishes."
      })
  private boolean data;

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
      Changes changes = new Changes();
      String queues = deployed.settings().drillQueuePrefix();
      InstantSource clock = InstantSource.system();
      Consumer<String> progress = line -> print(out, line);
      Runnable drill =
          data
              ? new DataDrill(
                      cloudWatch,
                      sns,
                      sqs,
                      clock,
                      changes,
                      longest(),
                      definition,
                      name,
                      queues,
                      progress)
                  ::run
              : new Drill(cloudWatch, sns, sqs, clock, changes, longest(), name, queues, progress)
                  ::run;
      return drill(drill, changes);
    }
  }

  private Duration longest() {
    return timeout == null ? data ? DATA_TIMEOUT : TIMEOUT : timeout;
  }

  private int drill(Runnable drill, Changes changes) {
    PrintWriter err = spec.commandLine().getErr();
    // SIGTERM and Ctrl-C must not leave an alarm fired.
    Thread undo = new Thread(() -> end(changes, err), "runwatch-drill-undo");
    Runtime.getRuntime().addShutdownHook(undo);
    int status = 0;
    try {
      drill.run();
    } catch (DrillFailedException e) {
      err.println("runwatch drill: " + e.getMessage());
      status = FAILED;
    } catch (SdkException e) {
      err.println("runwatch drill: " + AwsErrors.reason(e));
      status = REFUSED;
    } finally {
      removeHook(undo);
    }
    return end(changes, err) && status == 0 ? FAILED : status;
  }

  /** Undoes what is left to undo; returns whether something could not be. */
  private static boolean end(Changes changes, PrintWriter err) {
    List<String> left = changes.end();
    left.forEach(line -> print(err, "runwatch drill: " + line));
    return !left.isEmpty();
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
