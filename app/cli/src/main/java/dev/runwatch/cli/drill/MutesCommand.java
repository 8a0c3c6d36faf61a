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
import picocli.CommandLine.Spec;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** {@code ./runwatch mutes}. */
@Command(
    name = "mutes",
    mixinStandardHelpOptions = true,
    description = {
      "List all alarm mute rules that mute alarms of the environment:",
      "until when, which alarms, why and by whom."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:listed, also when there is none", "1:AWS refused", "2:wrong usage"})
public final class MutesCommand implements Callable<Integer> {

  /** Makes the client; it is closed after use. */
  Function<Region, CloudWatchClient> clients = MuteRules::open;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Override
  public Integer call() {
    ExpectedEnvironment deployed = environment.read();
    Region region = environment.region(deployed);
    return MuteRules.call(
        spec,
        () -> {
          try (CloudWatchClient client = clients.apply(region)) {
            print(MuteRules.all(client, deployed), spec.commandLine().getOut());
          }
        });
  }

  static void print(List<ActiveMute> mutes, PrintWriter out) {
    if (mutes.isEmpty()) {
      out.println("nothing is muted");
    }
    for (ActiveMute mute : mutes) {
      out.println(
          mute.name()
              + (mute.active() ? "  active " : "  scheduled ")
              + mute.end()
              + (mute.reason().isEmpty() ? "" : "  " + mute.reason()));
      mute.alarms().forEach(alarm -> out.println("  " + alarm));
    }
  }
}
