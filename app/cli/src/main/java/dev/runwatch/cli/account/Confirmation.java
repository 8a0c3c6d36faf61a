/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Checks whether a subscription is confirmed. */
public final class Confirmation {

  private Confirmation() {}

  /**
   * Whether the subscription is pending. AWS lists a word in place of the ARN of such a
   * subscription; emulators list the ARN.
   */
  public static boolean pending(SnsClient sns, Subscription subscription) {
    if (!subscription.subscriptionArn().startsWith("arn:")) {
      return true;
    }
    return "true"
        .equals(
            sns.getSubscriptionAttributes(
                    request -> request.subscriptionArn(subscription.subscriptionArn()))
                .attributes()
                .get("PendingConfirmation"));
  }
}
