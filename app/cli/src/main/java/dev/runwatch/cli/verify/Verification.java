/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.environments.ExpectedEnvironment;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * All checks of an environment, from the stack to the metrics.
 *
 * @param fix whether to subscribe recipients without a subscription
 */
record Verification(
    CloudFormationClient cloudFormation,
    CloudWatchClient cloudWatch,
    SnsClient sns,
    KmsClient kms,
    boolean fix) {

  /**
   * Runs every check. A check that AWS refuses is red, and the others still run.
   *
   * @throws software.amazon.awssdk.core.exception.SdkClientException if AWS cannot be reached
   */
  Report run(ExpectedEnvironment deployed, Instant now) {
    Report report = new Report(deployed.settings().name().name());
    Map<Severity, String> topics = new EnumMap<>(Severity.class);
    topics.putAll(deployed.settings().topicArns());
    guarded(
        report,
        deployed.settings().stackName(),
        () -> topics.putAll(new StackCheck(cloudFormation, deployed.settings()).run(report)));
    guarded(report, "alarms", () -> new AlarmsCheck(cloudWatch, deployed, topics).run(report, now));
    TopicsCheck policies = new TopicsCheck(sns, kms, deployed);
    SubscriptionsCheck subscriptions = new SubscriptionsCheck(sns, deployed.settings(), fix);
    topics.forEach(
        (severity, topic) ->
            guarded(
                report,
                topic,
                () -> {
                  if (policies.run(report, severity, topic)) {
                    subscriptions.run(report, severity, topic);
                  }
                }));
    guarded(
        report,
        "metrics",
        () -> new MetricsCheck(cloudWatch, deployed.settings()).run(report, now));
    return report;
  }

  private static void guarded(Report report, String subject, Runnable check) {
    try {
      check.run();
    } catch (AwsServiceException e) {
      report.add(
          Finding.fail(
              subject,
              "cannot be checked: " + AwsErrors.reason(e),
              "attach the policy of the stack's output OperatorPolicy to yourself"));
    }
  }
}
