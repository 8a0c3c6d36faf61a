/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DeployedAlarm;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.constructs.Construct;

/**
 * An alarm as the resource it is, property by property in CloudFormation's terms. The higher
 * constructs of CDK would change what the file says: a MathExpression without a period overrides
 * those of its metrics.
 */
final class AlarmResource {

  private static final String WARM_UP = "WarmUpConfiguration";

  private AlarmResource() {}

  /**
   * Makes an alarm.
   *
   * @param withTags whether its tags are in its notifications: severity, service and environment
   *     for mail, Lambda and EventBridge
   */
  static CfnAlarm make(Construct scope, DeployedAlarm alarm, boolean withTags) {
    // The construct has what it requires and what cdk-nag looks at; the template has everything.
    CfnAlarm made =
        CfnAlarm.Builder.create(scope, "Alarm-" + alarm.definition().name())
            .comparisonOperator(alarm.definition().rule().operator().word())
            .evaluationPeriods(alarm.definition().rule().evaluationPeriods())
            .actionsEnabled(alarm.definition().actions().enabled())
            .alarmActions(alarm.actions().getOrDefault(AlarmState.ALARM, List.of()))
            .build();
    alarm.properties().forEach(made::addPropertyOverride);
    if (withTags) {
      made.addPropertyOverride("ActionConfiguration.AlarmTagsPropagation.Enabled", true);
    }
    if (withTags || alarm.properties().containsKey(WARM_UP)) {
      Validations.of(made)
          .acknowledge(
              Acknowledgment.builder()
                  .id("CloudFormation-Validate::F3002")
                  .reason(
                      WARM_UP + " or ActionConfiguration is newer than the schema that CDK has.")
                  .build());
    }
    if (!alarm.definition().actions().enabled()) {
      NagSuppressions.addResourceSuppressions(
          made,
          List.of(
              new NagPackSuppression.Builder()
                  .id("NIST.800.53.R5-CloudWatchAlarmAction")
                  .reason("Its definition disables its actions.")
                  .build()));
    }
    return made;
  }
}
