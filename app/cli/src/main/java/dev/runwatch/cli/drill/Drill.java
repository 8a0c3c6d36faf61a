/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Fires one alarm, waits until its notification has left, and sets it back. {@link #close} undoes
 * what is left to undo, also from another thread, so that an interrupted drill leaves nothing.
 */
final class Drill implements AutoCloseable {

  /** The pause between two requests of a state. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CloudWatchClient cloudWatch;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private final Duration longest;
  private final String name;
  private final String queuePrefix;
  private @Nullable Probe probe;
  private @Nullable StateValue former;
  private final Set<StateValue> seen = EnumSet.noneOf(StateValue.class);
  private boolean closed;

  /**
   * @param longest how long each step may take
   * @param queuePrefix what the names of its queues begin with
   * @param progress takes a line for each step
   */
  Drill(
      CloudWatchClient cloudWatch,
      SnsClient sns,
      SqsClient sqs,
      InstantSource clock,
      Duration longest,
      String name,
      String queuePrefix,
      Consumer<String> progress) {
    this.cloudWatch = cloudWatch;
    this.sns = sns;
    this.sqs = sqs;
    this.clock = clock;
    this.longest = longest;
    this.name = name;
    this.queuePrefix = queuePrefix;
    this.progress = progress;
  }

  /**
   * Runs the drill.
   *
   * @throws DrillFailedException if the notification did not leave, or the alarm cannot be drilled
   */
  void run() {
    MetricAlarm alarm = alarm();
    String topic = drillable(alarm);
    StateValue before = alarm.stateValue();
    listen(topic);
    Instant start = clock.instant();
    setTo(StateValue.ALARM, before);
    await("the alarm is in ALARM", start, () -> fired(start));
    await("its notification left for " + topic, start, () -> left(StateValue.ALARM, start));
    Instant back = clock.instant();
    setBack();
    await("it is back in " + before, back, () -> alarm().stateValue() != StateValue.ALARM);
    if (before == StateValue.OK) {
      await("the notification of OK left", back, () -> left(StateValue.OK, back));
    }
    recipients(topic);
  }

  /** Its evaluation may set it back before it is described; then the notification has left. */
  private boolean fired(Instant since) {
    return alarm().stateValue() == StateValue.ALARM || left(StateValue.ALARM, since);
  }

  private MetricAlarm alarm() {
    return cloudWatch.describeAlarms(request -> request.alarmNames(name)).metricAlarms().stream()
        .findFirst()
        .orElseThrow(
            () -> new DrillFailedException("there is no alarm " + name + "; deploy the stack"));
  }

  private String drillable(MetricAlarm alarm) {
    if (alarm.stateValue() == StateValue.ALARM) {
      throw new DrillFailedException(
          name + " is already in ALARM; follow its runbook, and drill once it is OK");
    }
    if (!Boolean.TRUE.equals(alarm.actionsEnabled())) {
      throw new DrillFailedException(
          "the actions of " + name + " are disabled; enable them, or deploy the stack");
    }
    return alarm.alarmActions().stream()
        .filter(action -> action.contains(":sns:"))
        .findFirst()
        .orElseThrow(
            () ->
                new DrillFailedException(
                    name + " has no topic as its action on ALARM; deploy the stack"));
  }

  private synchronized void listen(String topic) {
    try {
      probe = Probe.open(sns, sqs, queuePrefix, topic);
    } catch (SdkException e) {
      progress.accept(
          "no queue can be subscribed to the topic ("
              + AwsErrors.reason(e)
              + "): the history of the alarm is read instead");
    }
  }

  private synchronized void setTo(StateValue state, StateValue before) {
    if (closed) {
      throw new DrillFailedException("the drill was interrupted");
    }
    former = before;
    cloudWatch.setAlarmState(
        request ->
            request
                .alarmName(name)
                .stateValue(state)
                .stateReason("Drill: fired on purpose by runwatch drill; nothing is wrong"));
  }

  private synchronized void setBack() {
    StateValue before = former;
    if (before != null) {
      cloudWatch.setAlarmState(
          request ->
              request.alarmName(name).stateValue(before).stateReason("Drill: the drill is over"));
      former = null;
    }
  }

  /** Whether the notification has left: by the queue, or else by the alarm's own history. */
  private boolean left(StateValue state, Instant since) {
    Probe listening = probe;
    if (listening != null) {
      if (listening.saw(name, state.toString())) {
        seen.add(state);
      }
      return seen.contains(state);
    }
    for (AlarmHistoryItem item : actions(since)) {
      String summary = String.valueOf(item.historySummary());
      if (summary.startsWith("Failed to execute action")) {
        throw new DrillFailedException(name + ": " + summary + "; run  ./runwatch verify");
      }
      if (summary.startsWith("Successfully executed action")) {
        return true;
      }
    }
    return false;
  }

  private List<AlarmHistoryItem> actions(Instant since) {
    return cloudWatch
        .describeAlarmHistory(
            request ->
                request.alarmName(name).historyItemType(HistoryItemType.ACTION).startDate(since))
        .alarmHistoryItems();
  }

  private void await(String what, Instant since, BooleanSupplier condition) {
    Instant deadline = clock.instant().plus(longest);
    boolean holds = condition.getAsBoolean();
    while (!holds && clock.instant().isBefore(deadline)) {
      pause();
      holds = condition.getAsBoolean();
    }
    if (!holds) {
      String why =
          actions(since).stream()
              .map(item -> String.valueOf(item.historySummary()))
              .filter(summary -> summary.startsWith("Failed"))
              .findFirst()
              .orElse("run  ./runwatch verify  to find the missing link");
      throw new DrillFailedException(
          "not within " + longest.toSeconds() + " s: " + what + "; " + why);
    }
    double seconds = Duration.between(since, clock.instant()).toMillis() / 1000.0;
    progress.accept(String.format(Locale.ROOT, "%6.1f s  %s", seconds, what));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DrillFailedException("the drill was interrupted");
    }
  }

  private void recipients(String topic) {
    List<String> confirmed = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    for (Subscription subscription :
        sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(topic)).subscriptions()) {
      if (!subscription.endpoint().contains(":" + queuePrefix)) {
        boolean waits = Confirmation.pending(sns, subscription);
        (waits ? pending : confirmed).add(subscription.endpoint());
      }
    }
    progress.accept(
        "confirmed recipients: " + (confirmed.isEmpty() ? "none" : String.join(", ", confirmed)));
    if (!pending.isEmpty()) {
      progress.accept("recipients that have not confirmed: " + String.join(", ", pending));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      setBack();
    } finally {
      Probe listening = probe;
      probe = null;
      if (listening != null) {
        listening.close();
      }
    }
  }
}
