/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.Confirmation;
import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ReservedDomains;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Checks that every recipient is subscribed and has confirmed. */
final class SubscriptionsCheck {

  private final SnsClient sns;
  private final EnvironmentSettings settings;
  private final boolean fix;

  /**
   * @param fix whether to subscribe recipients without a subscription
   */
  SubscriptionsCheck(SnsClient sns, EnvironmentSettings settings, boolean fix) {
    this.sns = sns;
    this.settings = settings;
    this.fix = fix;
  }

  void run(Report report, Severity severity, String topic) {
    Map<String, Subscription> found = new HashMap<>();
    sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
        .subscriptions()
        .forEach(it -> found.put(it.protocol() + " " + it.endpoint(), it));
    if (settings.topicArns().containsKey(severity)) {
      existing(report, severity, topic, List.copyOf(found.values()));
      return;
    }
    Destinations wanted = settings.destinations(severity);
    if (wanted.nobody()) {
      report.add(Finding.ok(severity.word(), "there is no recipient, as the environment says"));
    }
    List<String> keys = new ArrayList<>();
    wanted.mail().forEach(it -> keys.add("email " + it));
    wanted.https().forEach(it -> keys.add("https " + it));
    wanted.sqs().forEach(it -> keys.add("sqs " + it));
    for (String key : keys) {
      Subscription subscription = found.remove(key);
      if (ReservedDomains.isPlaceholder(key.substring(key.indexOf(' ') + 1))) {
        report.add(
            Finding.fail(
                severity.word(),
                key + " is a placeholder, and nobody is there",
                "write your own into the environment's file, or give  --set "
                    + setting(key, severity)));
      } else if (subscription == null) {
        missing(report, severity, topic, key);
      } else {
        confirmed(report, severity, key, subscription);
      }
    }
    found.forEach((key, subscription) -> confirmed(report, severity, key, subscription));
  }

  private static String setting(String key, Severity severity) {
    return key.startsWith("email ")
        ? "mail." + severity.word() + "=ADDRESS"
        : "https." + severity.word() + "=https://…";
  }

  private void confirmed(Report report, Severity severity, String key, Subscription subscription) {
    if (Confirmation.pending(sns, subscription)) {
      report.add(
          Finding.fail(
              severity.word(),
              key + " is subscribed, but nobody confirmed",
              "click the link in the mail from AWS Notifications within 48 hours"));
    } else {
      report.add(Finding.ok(severity.word(), key + " is subscribed and confirmed"));
    }
  }

  private void missing(Report report, Severity severity, String topic, String key) {
    String[] parts = key.split(" ", 2);
    if (fix) {
      sns.subscribe(request -> request.topicArn(topic).protocol(parts[0]).endpoint(parts[1]));
      report.add(
          Finding.warn(
              severity.word(),
              key + " was not subscribed and has been subscribed again",
              parts[0].equals("sqs") ? "" : "confirm it within 48 hours"));
      return;
    }
    report.add(
        Finding.fail(
            severity.word(),
            key + " is not subscribed: SNS deletes what nobody confirmed for 48 hours",
            "run  ./runwatch verify --environment " + settings.name() + " --fix"));
  }

  private void existing(
      Report report, Severity severity, String topic, List<Subscription> subscriptions) {
    long confirmed = subscriptions.stream().filter(it -> !Confirmation.pending(sns, it)).count();
    if (confirmed > 0) {
      report.add(Finding.ok(severity.word(), confirmed + " confirmed subscriptions of " + topic));
    } else {
      report.add(
          Finding.fail(
              severity.word(), "nobody has confirmed a subscription of " + topic, "subscribe"));
    }
  }
}
