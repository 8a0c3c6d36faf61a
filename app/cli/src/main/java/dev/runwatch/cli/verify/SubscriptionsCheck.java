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
  private final boolean addressesUnknown;

  /**
   * @param fix whether to subscribe recipients without a subscription
   * @param addressesUnknown whether mail addresses are parameters of the stack, so that those of
   *     the environment's file say nothing
   */
  SubscriptionsCheck(
      SnsClient sns, EnvironmentSettings settings, boolean fix, boolean addressesUnknown) {
    this.addressesUnknown = addressesUnknown;
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
    if (!addressesUnknown) {
      wanted.mail().forEach(it -> keys.add("email " + it));
    } else if (!wanted.mail().isEmpty()
        && found.keySet().stream().noneMatch(SubscriptionsCheck::isMail)) {
      report.add(
          Finding.fail(
              severity.word(),
              "no mail address is subscribed: SNS deletes what nobody confirmed for 48 hours",
              "run  npx cdk deploy  with another value of the parameter"));
    }
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
    found.forEach(
        (key, subscription) -> {
          if (addressesUnknown && isMail(key)) {
            confirmed(report, severity, key, subscription);
          } else {
            stranger(report, severity, key, subscription);
          }
        });
  }

  private static boolean isMail(String key) {
    return key.startsWith("email ");
  }

  /** Somebody else reads the notifications, or a drill that was killed left its queue. */
  private void stranger(Report report, Severity severity, String key, Subscription subscription) {
    String arn = subscription.subscriptionArn();
    String remove =
        arn.startsWith("arn:")
            ? "if nobody wants it:  aws sns unsubscribe --subscription-arn " + arn
            : "SNS deletes it 48 hours after it was made unless somebody confirms it";
    boolean ofDrill = key.contains(":" + settings.drillQueuePrefix());
    report.add(
        Finding.warn(
            severity.word(),
            key
                + (ofDrill
                    ? " is left over from a drill"
                    : " is subscribed, and the environment does not name it"),
            remove));
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
