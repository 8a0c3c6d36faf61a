/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.environments.ExpectedEnvironment;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;

/** {@code ./runwatch unmute}. */
@Command(
    name = "unmute",
    mixinStandardHelpOptions = true,
    description = "Delete the alarm mute rule of ./runwatch mute: alarms page again at once.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:nothing is muted", "1:AWS refused", "2:wrong usage"})
public final class UnmuteCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Override
  public Integer call() {
    ExpectedEnvironment deployed = environment.read();
    Region region = environment.region(deployed);
    String rule = MuteRules.name(deployed);
    PrintWriter out = spec.commandLine().getOut();
    return MuteRules.call(
        spec,
        () -> {
          try (CloudWatchClient client = CloudWatchClient.builder().region(region).build()) {
            client.deleteAlarmMuteRule(request -> request.alarmMuteRuleName(rule));
            out.println("unmuted: the rule " + rule + " is gone");
          } catch (ResourceNotFoundException e) {
            out.println("nothing was muted: there is no rule " + rule);
          }
        });
  }
}
