/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.MailAddress;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.Subscription;
import software.amazon.awscdk.services.sns.SubscriptionProtocol;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;

/** The subscriptions of the topics. */
final class Subscriptions {

  private static final Duration KEPT = Duration.days(14);

  private final Stack stack;
  private final EnvironmentSettings settings;
  private final Topics topics;
  private final boolean mailParameter;
  private @Nullable Queue undelivered;

  private Subscriptions(Stack stack, StackInput input, Topics topics) {
    this.stack = stack;
    this.settings = input.settings();
    this.topics = topics;
    this.mailParameter = input.context().mailParameter();
  }

  static void make(Stack stack, StackInput input, Topics topics) {
    Subscriptions subscriptions = new Subscriptions(stack, input, topics);
    for (Severity severity : Severity.values()) {
      subscriptions.make(severity);
    }
  }

  private void make(Severity severity) {
    if (settings.topicArns().containsKey(severity)) {
      return;
    }
    Destinations destinations = settings.destinations(severity);
    int number = 0;
    for (String address : destinations.mail()) {
      number++;
      // With parameters, addresses must not appear in logical names either.
      String id = "Mail-" + severity.word() + "-" + (mailParameter ? "" + number : address);
      String endpoint = mailParameter ? parameter(severity, number) : address;
      subscribe(id, severity, SubscriptionProtocol.EMAIL, endpoint, null);
    }
    for (String url : destinations.https()) {
      String id = "Https-" + severity.word() + "-" + url;
      subscribe(id, severity, SubscriptionProtocol.HTTPS, url, undelivered());
    }
    for (String queue : destinations.sqs()) {
      String id = "Sqs-" + severity.word() + "-" + queue;
      subscribe(id, severity, SubscriptionProtocol.SQS, queue, undelivered());
    }
  }

  private void subscribe(
      String id,
      Severity severity,
      SubscriptionProtocol protocol,
      String endpoint,
      @Nullable IQueue deadLetters) {
    Subscription.Builder subscription =
        Subscription.Builder.create(stack, id.replace('/', '-'))
            .topic(topics.of(severity))
            .protocol(protocol)
            .endpoint(endpoint);
    if (deadLetters != null) {
      subscription.deadLetterQueue(deadLetters);
    }
    subscription.build();
  }

  private String parameter(Severity severity, int number) {
    return CfnParameter.Builder.create(stack, "Mail" + MonitoringStack.name(severity) + number)
        .type("String")
        .description("Mail address " + number + " for " + severity.word() + " alarms")
        .allowedPattern(MailAddress.QUALIFIED)
        .noEcho(true)
        .build()
        .getValueAsString();
  }

  /** The dead-letter queue of HTTPS endpoints and queues. */
  private Queue undelivered() {
    if (undelivered == null) {
      undelivered =
          Queue.Builder.create(stack, "Undelivered")
              .queueName(settings.stackName() + "-undelivered")
              .encryption(QueueEncryption.SQS_MANAGED)
              .enforceSsl(true)
              .retentionPeriod(KEPT)
              .build();
      NagSuppressions.addResourceSuppressions(
          undelivered,
          List.of(
              new NagPackSuppression.Builder()
                  .id("AwsSolutions-SQS3")
                  .reason("This is the dead-letter queue of the subscriptions.")
                  .build()));
    }
    return undelivered;
  }
}
