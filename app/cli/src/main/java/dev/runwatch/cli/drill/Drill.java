/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Fires one alarm, waits until its notification has left, and sets it back. It proves that a
 * notification is delivered, not that the alarm detects anything: {@link DataDrill} does that.
 */
final class Drill {

  private static final String FIRED = "fired";

  private final CloudWatchClient cloudWatch;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final Waiting waiting;
  private final Changes changes;
  private final String name;
  private final String queuePrefix;

  /**
   * @param changes what the drill changes, for the caller to undo
   * @param longest how long each step may take
   * @param queuePrefix what the names of its queues begin with
   * @param progress takes a line for each step
   */
  Drill(
      CloudWatchClient cloudWatch,
      SnsClient sns,
      SqsClient sqs,
      InstantSource clock,
      Changes changes,
      Duration longest,
      String name,
      String queuePrefix,
      Consumer<String> progress) {
    this.cloudWatch = cloudWatch;
    this.sns = sns;
    this.sqs = sqs;
    this.changes = changes;
    this.waiting = new Waiting(clock, longest, progress);
    this.name = name;
    this.queuePrefix = queuePrefix;
  }

  /**
   * Runs the drill.
   *
   * @throws DrillFailedException if the notification did not leave, nobody was told, or the alarm
   *     cannot be drilled
   */
  void run() {
    MetricAlarm alarm = DrilledAlarm.describe(cloudWatch, name);
    String topic = DrilledAlarm.topic(alarm);
    if (alarm.stateValue() == StateValue.ALARM) {
      throw new DrillFailedException(
          name + " is already in ALARM; follow its runbook, and drill once it is OK");
    }
    StateValue before = alarm.stateValue();
    Notifications notifications = new Notifications(cloudWatch, name, topic);
    notifications.listen(sns, sqs, changes, queuePrefix, waiting::tell);
    Instant start = waiting.now();
    fire(before);
    // Its evaluation may set it back before it is described; then the notification has left.
    await(
        "the alarm is in ALARM",
        before,
        start,
        () -> state() == StateValue.ALARM || notifications.left(StateValue.ALARM, start));
    await(
        "its notification left for " + topic,
        before,
        start,
        () -> notifications.left(StateValue.ALARM, start));
    Instant back = waiting.now();
    StateValue after = setBack(before, back);
    if (after == StateValue.OK && alarm.okActions().contains(topic)) {
      await(
          "the notification of OK left",
          before,
          back,
          () -> notifications.left(StateValue.OK, start));
    }
    new Recipients(sns, queuePrefix).tell(topic, waiting::tell);
  }

  private void fire(StateValue before) {
    changes.change(
        FIRED,
        () -> set(StateValue.ALARM, "Drill: fired on purpose by runwatch drill; nothing is wrong"),
        () -> set(before, "Drill: the drill is over"),
        name
            + " may be in ALARM still; run  aws cloudwatch set-alarm-state --state-value "
            + before
            + " --state-reason drill --alarm-name "
            + name);
  }

  /** Sets the alarm back unless its evaluation has, and returns the state that it then has. */
  private StateValue setBack(StateValue before, Instant since) {
    StateValue now = state();
    if (now != StateValue.ALARM) {
      changes.forget(FIRED);
      waiting.tell("          it returned to " + now + " by itself");
      return now;
    }
    try {
      changes.undo(FIRED);
    } catch (SdkException e) {
      throw new DrillFailedException("the alarm could not be set back to " + before);
    }
    await("it is back in " + before, before, since, () -> state() != StateValue.ALARM);
    return before;
  }

  private void set(StateValue state, String reason) {
    cloudWatch.setAlarmState(
        request -> request.alarmName(name).stateValue(state).stateReason(reason));
  }

  private StateValue state() {
    return DrilledAlarm.describe(cloudWatch, name).stateValue();
  }

  private void await(String what, StateValue before, Instant since, BooleanSupplier condition) {
    if (waiting.until(what, since, condition)) {
      return;
    }
    String otherwise =
        before == StateValue.INSUFFICIENT_DATA
            ? "it had too little data: in its warm-up CloudWatch executes no action; drill again"
                + " when it is OK"
            : "run  ./runwatch verify  to find the missing link";
    throw new DrillFailedException(
        "not within "
            + waiting.longest()
            + ": "
            + what
            + "; "
            + new ActionHistory(cloudWatch, name).failure(since).orElse(otherwise));
  }
}
