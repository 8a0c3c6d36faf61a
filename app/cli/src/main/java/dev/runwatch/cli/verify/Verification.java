/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * All checks of an environment, from the stack to the metrics.
 *
 * @param dashboard the dashboard as its file says
 * @param region where the environment is
 * @param fix whether to subscribe recipients without a subscription
 * @param addressesUnknown whether mail addresses are parameters of the stack
 */
record Verification(
    CloudFormationClient cloudFormation,
    CloudWatchClient cloudWatch,
    SnsClient sns,
    KmsClient kms,
    Dashboard dashboard,
    String region,
    boolean fix,
    boolean addressesUnknown) {

  private static final int SERVER_ERROR = 500;

  /**
   * Runs every check. What AWS refuses to tell is a finding, and the others still run.
   *
   * @throws software.amazon.awssdk.core.exception.SdkClientException if AWS cannot be reached
   */
  Report run(ExpectedEnvironment deployed, Instant now) {
    EnvironmentSettings settings = deployed.settings();
    Report report = new Report(settings.name().name());
    Map<Severity, String> topics = new EnumMap<>(Severity.class);
    topics.putAll(settings.topicArns());
    AtomicReference<@Nullable StackArn> stack = new AtomicReference<>();
    guarded(
        report,
        settings.stackName(),
        () -> {
          StackCheck.Known known = new StackCheck(cloudFormation, settings).run(report);
          topics.putAll(known.topics());
          stack.set(known.arn());
        });
    Map<String, MetricAlarm> alarms = new TreeMap<>();
    guarded(
        report,
        "alarms",
        () ->
            alarms.putAll(new AlarmsCheck(cloudWatch, deployed, region, topics).run(report, now)));
    if (!alarms.isEmpty()) {
      guarded(
          report,
          "mute rules",
          () -> new MutesCheck(cloudWatch).run(report, List.copyOf(alarms.keySet())));
      guarded(report, "dashboard", () -> dashboard(report, deployed, alarms));
      guarded(
          report,
          "weekly test",
          () -> new WeeklyTestCheck(cloudWatch, settings).run(report, alarms, now));
    }
    TopicsCheck policies = new TopicsCheck(sns, kms, deployed, stack.get());
    SubscriptionsCheck subscriptions = new SubscriptionsCheck(sns, settings, fix, addressesUnknown);
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
    guarded(report, "metrics", () -> new MetricsCheck(cloudWatch, settings).run(report, now));
    guarded(report, "dimensions", () -> new DimensionsCheck(cloudWatch, settings).run(report));
    return report;
  }

  /** The body has the ARNs of the alarms, so it cannot be compared while one is missing. */
  private void dashboard(
      Report report, ExpectedEnvironment deployed, Map<String, MetricAlarm> alarms) {
    EnvironmentSettings settings = deployed.settings();
    Map<String, String> arns = new TreeMap<>();
    for (AlarmDefinition definition : deployed.alarms()) {
      MetricAlarm alarm = alarms.get(definition.cloudWatchName(settings.name().name()));
      if (alarm != null && alarm.alarmArn() != null) {
        arns.put(definition.name(), alarm.alarmArn());
      }
    }
    if (arns.size() < deployed.alarms().size()) {
      report.add(Finding.warn("dashboard", "is not compared while an alarm is missing", ""));
      return;
    }
    new DashboardCheck(
            cloudWatch,
            settings.dashboardName(region),
            "run  npx cdk deploy -c env=" + settings.name() + "  in infra/cdk")
        .run(
            report,
            dashboard.body(
                region, settings.name().name(), settings.namespace(), arns, settings.runbooks()));
  }

  private static void guarded(Report report, String subject, Runnable check) {
    try {
      check.run();
    } catch (AwsServiceException e) {
      report.add(
          Finding.unknown(
              subject,
              "cannot be checked: " + AwsErrors.reason(e),
              e.statusCode() >= SERVER_ERROR
                  ? "try again"
                  : "attach the policy of the stack's output OperatorPolicy to yourself"));
    }
  }
}
