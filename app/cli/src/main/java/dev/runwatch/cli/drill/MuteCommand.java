/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.environments.ExpectedEnvironment;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** {@code ./runwatch mute}. */
@Command(
    name = "mute",
    mixinStandardHelpOptions = true,
    description = {
      "Suppress the actions of alarms for a while, by an alarm mute rule. Alarms are still evaluated.",
      "The account and region are those of the AWS settings."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:muted", "1:AWS refused", "2:wrong usage"})
public final class MuteCommand implements Callable<Integer> {

  /** Makes the client; it is closed after use. */
  Function<Region, CloudWatchClient> clients = MuteRules::open;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Parameters(paramLabel = "DURATION", description = "How long, 1m to 360h, such as 30m.")
  private Duration duration = Duration.ZERO;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(
      names = "--alarm",
      paramLabel = "ALARM",
      split = ",",
      description = "The files of the alarms to mute (default: all, and those on the monitoring).")
  private List<String> only = new ArrayList<>();

  @Override
  public Integer call() {
    ExpectedEnvironment deployed = environment.read();
    Region region = environment.region(deployed);
    List<String> chosen =
        only.stream()
            .map(name -> Alarms.find(spec, deployed, name).cloudWatchName(environment.name()))
            .distinct()
            .toList();
    String rule = MuteRules.newName(deployed.settings());
    String why = reason + " (by " + System.getProperty("user.name", "somebody") + ")";
    // Before AWS is asked, so that a wrong duration or reason is told without an account.
    checked(rule, List.of("any"), reason.isBlank() ? "" : why);
    return MuteRules.call(
        spec,
        () -> {
          try (CloudWatchClient client = clients.apply(region)) {
            List<String> alarms = chosen.isEmpty() ? MuteRules.alarms(client, deployed) : chosen;
            Mute mute = checked(rule, alarms, why);
            client.putAlarmMuteRule(mute.request());
            print(mute);
          }
        });
  }

  private Mute checked(String rule, List<String> alarms, String why) {
    try {
      return Mute.now(rule, alarms, Instant.now(), duration, why);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void print(Mute mute) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("muted from " + mute.from() + " to " + mute.until() + " by " + mute.rule());
    mute.alarms().forEach(name -> out.println("  " + name));
    out.println("They are still evaluated. One that is in ALARM at the end pages then.");
    out.println(
        "To end it sooner: ./runwatch unmute "
            + mute.rule()
            + " --environment "
            + environment.name());
  }
}
