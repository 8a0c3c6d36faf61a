/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.AwsErrors;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The notifications of an alarm that have left for its topic: by a queue of its own, or by the
 * alarm's history where none may be made. Not thread-safe.
 */
final class Notifications {

  private final CloudWatchClient cloudWatch;
  private final String alarm;
  private final String topic;
  private final Set<StateValue> seen = EnumSet.noneOf(StateValue.class);
  private @Nullable Probe probe;

  Notifications(CloudWatchClient cloudWatch, String alarm, String topic) {
    this.cloudWatch = cloudWatch;
    this.alarm = alarm;
    this.topic = topic;
  }

  /** Begins to listen. */
  void listen(
      SnsClient sns, SqsClient sqs, Changes changes, String prefix, Consumer<String> progress) {
    try {
      probe = Probe.open(sns, sqs, changes, prefix, topic);
    } catch (SdkException e) {
      progress.accept(
          "no queue can be subscribed to the topic ("
              + AwsErrors.reason(e)
              + "): the history of the alarm is read instead");
    }
  }

  /** Whether the notification of that state has left since then. */
  boolean left(StateValue state, Instant since) {
    Probe listening = probe;
    if (listening != null) {
      seen.addAll(listening.states(alarm));
      return seen.contains(state);
    }
    ActionHistory history = new ActionHistory(cloudWatch, alarm);
    history
        .failure(since)
        .ifPresent(
            summary -> {
              throw new DrillFailedException(alarm + ": " + summary + "; run  ./runwatch verify");
            });
    return history.published(topic, state, since);
  }
}
