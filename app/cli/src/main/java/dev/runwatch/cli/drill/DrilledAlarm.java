/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Reads an alarm that is to be drilled. */
final class DrilledAlarm {

  private DrilledAlarm() {}

  /**
   * The alarm as it is now.
   *
   * @throws DrillFailedException if there is none
   */
  static MetricAlarm describe(CloudWatchClient cloudWatch, String name) {
    return cloudWatch.describeAlarms(request -> request.alarmNames(name)).metricAlarms().stream()
        .findFirst()
        .orElseThrow(
            () -> new DrillFailedException("there is no alarm " + name + "; deploy the stack"));
  }

  /**
   * The topic that an alarm tells of ALARM.
   *
   * @throws DrillFailedException if it tells none
   */
  static String topic(MetricAlarm alarm) {
    String name = alarm.alarmName();
    if (!Boolean.TRUE.equals(alarm.actionsEnabled())) {
      throw new DrillFailedException(
          "the actions of " + name + " are disabled; enable them, or deploy the stack");
    }
    return alarm.alarmActions().stream()
        .filter(action -> action.contains(":sns:"))
        .findFirst()
        .orElseThrow(
            () ->
                new DrillFailedException(
                    name + " has no topic as its action on ALARM; deploy the stack"));
  }
}
