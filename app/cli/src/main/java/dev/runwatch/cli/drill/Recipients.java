/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.Confirmation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** The recipients of a topic, without the queues of drills. */
final class Recipients {

  private final SnsClient sns;
  private final String queuePrefix;

  Recipients(SnsClient sns, String queuePrefix) {
    this.sns = sns;
    this.queuePrefix = queuePrefix;
  }

  /**
   * Tells who was notified.
   *
   * @throws DrillFailedException if it was nobody
   */
  void tell(String topic, Consumer<String> progress) {
    List<String> confirmed = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    try {
      for (Subscription subscription :
          sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
              .subscriptions()) {
        if (!subscription.endpoint().contains(":" + queuePrefix)) {
          boolean waits = Confirmation.pending(sns, subscription);
          (waits ? pending : confirmed).add(subscription.endpoint());
        }
      }
    } catch (AwsServiceException e) {
      // The notification has left; who reads it is a question for somebody with more rights.
      progress.accept("the recipients cannot be listed: " + AwsErrors.reason(e));
      return;
    }
    if (!pending.isEmpty()) {
      progress.accept("recipients that have not confirmed: " + String.join(", ", pending));
    }
    if (confirmed.isEmpty()) {
      throw new DrillFailedException(
          "nobody was told: no subscription of " + topic + " is confirmed; run  ./runwatch verify");
    }
    progress.accept("confirmed recipients: " + String.join(", ", confirmed));
  }
}
