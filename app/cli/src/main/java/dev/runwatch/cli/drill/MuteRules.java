/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.ActiveMute;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarm mute rules of an environment: one for each mute, so that none replaces another. */
final class MuteRules {

  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private MuteRules() {}

  /** A client by the AWS settings; the caller closes it. */
  static CloudWatchClient open(Region region) {
    return CloudWatchClient.builder().region(region).build();
  }

  /** A name that no other rule has. */
  static String newName(EnvironmentSettings settings) {
    return settings.muteRulePrefix() + UUID.randomUUID().toString().substring(0, 8);
  }

  /** The names of all alarms of the environment: its definitions', and those on itself it has. */
  static List<String> alarms(CloudWatchClient client, ExpectedEnvironment deployed) {
    EnvironmentSettings settings = deployed.settings();
    List<String> names = new ArrayList<>();
    deployed.alarms().forEach(it -> names.add(it.cloudWatchName(settings.name().name())));
    client
        .describeAlarms(request -> request.alarmNames(settings.selfAlarmNames()))
        .metricAlarms()
        .stream()
        .map(MetricAlarm::alarmName)
        .forEach(names::add);
    return names;
  }

  /** All rules that mute an alarm of the environment, also those of other people. */
  static List<ActiveMute> all(CloudWatchClient client, ExpectedEnvironment deployed) {
    return ActiveMute.of(client, alarms(client, deployed));
  }

  /** Calls AWS; prints one line when AWS refuses. */
  static int call(CommandSpec spec, Runnable action) {
    String command = "runwatch " + spec.name() + ": ";
    try {
      action.run();
      return 0;
    } catch (AwsServiceException e) {
      spec.commandLine()
          .getErr()
          .println(
              command
                  + (AwsErrors.isUnknownOperation(e)
                      ? "this endpoint does not support alarm mute rules: "
                      : "")
                  + AwsErrors.reason(e));
      return FAILED;
    } catch (SdkException e) {
      spec.commandLine().getErr().println(command + AwsErrors.reason(e));
      return REFUSED;
    }
  }
}
