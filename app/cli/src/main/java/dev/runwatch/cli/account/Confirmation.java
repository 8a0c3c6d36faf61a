/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Whether somebody has confirmed a subscription. */
public final class Confirmation {

  private Confirmation() {}

  /**
   * Whether it still waits. A list has a word for the ARN of such a one; emulators have the ARN.
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
