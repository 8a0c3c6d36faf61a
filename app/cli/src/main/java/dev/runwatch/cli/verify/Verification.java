/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.Severity;
import dev.runwatch.cli.account.Deployed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * All checks of an environment, from the stack to the metrics.
 *
 * @param fix whether to subscribe again whose subscription is gone
 */
record Verification(
    CloudFormationClient cloudFormation,
    CloudWatchClient cloudWatch,
    SnsClient sns,
    KmsClient kms,
    boolean fix) {

  Report run(Deployed deployed, Instant now) {
    Report report = new Report(deployed.settings().name().name());
    Map<Severity, String> topics = new StackCheck(cloudFormation, deployed.settings()).run(report);
    new AlarmsCheck(cloudWatch, deployed, topics).run(report, now);
    TopicsCheck policies = new TopicsCheck(sns, kms, deployed);
    SubscriptionsCheck subscriptions = new SubscriptionsCheck(sns, deployed.settings(), fix);
    Map<String, Boolean> there = new HashMap<>();
    topics.forEach(
        (severity, topic) ->
            there.merge(topic, policies.run(report, severity, topic), Boolean::logicalAnd));
    topics.forEach(
        (severity, topic) -> {
          if (Boolean.TRUE.equals(there.get(topic))) {
            subscriptions.run(report, severity, topic);
          }
        });
    new MetricsCheck(cloudWatch, deployed.settings()).run(report, now);
    return report;
  }
}
