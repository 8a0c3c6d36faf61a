/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.ActiveMute;
import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.environments.ExpectedEnvironment;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** {@code ./runwatch unmute}. */
@Command(
    name = "unmute",
    mixinStandardHelpOptions = true,
    description = "Delete the alarm mute rules of ./runwatch mute: alarms page again at once.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:what was muted by ./runwatch mute is not any more",
      "1:AWS refused",
      "2:wrong usage"
    })
public final class UnmuteCommand implements Callable<Integer> {

  /** Makes the client; it is closed after use. */
  Function<Region, CloudWatchClient> clients = MuteRules::open;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Parameters(
      paramLabel = "RULE",
      arity = "0..1",
      description =
          "The rule to end, as ./runwatch mutes names it (default: all of ./runwatch mute).")
  private String rule = "";

  @Override
  public Integer call() {
    ExpectedEnvironment deployed = environment.read();
    Region region = environment.region(deployed);
    String prefix = deployed.settings().muteRulePrefix();
    if (!rule.isEmpty() && !rule.startsWith(prefix)) {
      throw new ParameterException(
          spec.commandLine(),
          "RULE: '" + rule + "' is not one of this environment, whose names begin with " + prefix);
    }
    PrintWriter out = spec.commandLine().getOut();
    return MuteRules.call(
        spec,
        () -> {
          try (CloudWatchClient client = clients.apply(region)) {
            end(MuteRules.all(client, deployed), prefix, client, out);
          }
        });
  }

  private void end(
      List<ActiveMute> mutes, String prefix, CloudWatchClient client, PrintWriter out) {
    List<ActiveMute> ours =
        mutes.stream()
            .filter(it -> it.name().startsWith(prefix))
            .filter(it -> rule.isEmpty() || it.name().equals(rule))
            .toList();
    for (ActiveMute mute : ours) {
      client.deleteAlarmMuteRule(request -> request.alarmMuteRuleName(mute.name()));
      out.println("unmuted: the rule " + mute.name() + " is gone");
    }
    if (ours.isEmpty()) {
      out.println("nothing was muted: there is no rule " + (rule.isEmpty() ? prefix + "…" : rule));
    }
    mutes.stream()
        .filter(it -> !it.name().startsWith(prefix))
        .forEach(
            it ->
                out.println(
                    "still muted by " + it.name() + ", which ./runwatch mute did not make"));
  }
}
