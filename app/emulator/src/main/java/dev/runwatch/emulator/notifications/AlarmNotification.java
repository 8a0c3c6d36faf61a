/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What CloudWatch sends through SNS when an alarm changes: the subject, the text of a mail, and the
 * JSON that every other subscriber gets. It is modelled on mails of real accounts. The region is
 * {@value #REGION} and the account {@value #ACCOUNT}.
 */
final class AlarmNotification {

  static final String REGION = "local";
  static final String ACCOUNT = "000000000000";

  /** SNS writes the region's name and not its code. */
  private static final String REGION_NAME = "Local";

  private static final DateTimeFormatter LONG_TIME =
      DateTimeFormatter.ofPattern("EEEE dd MMMM, yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final AlarmDefinition alarm;
  private final StateTransition change;

  AlarmNotification(AlarmDefinition alarm, StateTransition change) {
    this.alarm = alarm;
    this.change = change;
  }

  String subject() {
    return change.to() + ": \"" + alarm.name() + "\" in " + REGION_NAME;
  }

  /**
   * The text of a mail.
   *
   * @param endpoint the recipient, for the link that ends the subscription
   */
  String text(String endpoint) {
    String at = LONG_TIME.format(change.at());
    return "You are receiving this email because your Amazon CloudWatch Alarm \""
        + alarm.name()
        + "\" in the "
        + REGION_NAME
        + " region has entered the "
        + change.to()
        + " state, because \""
        + change.reason()
        + "\" at \""
        + at
        + "\".\n\nView this alarm in the AWS Management Console:\nhttps://"
        + REGION
        + ".console.aws.amazon.com/cloudwatch/deeplink.js?region="
        + REGION
        + "#alarmsV2:alarm/"
        + URLEncoder.encode(alarm.name(), StandardCharsets.UTF_8).replace("+", "%20")
        + "\n\nAlarm Details:\n"
        + detail("Name", alarm.name())
        + detail("Description", alarm.description())
        + detail("State Change", change.from() + " -> " + change.to())
        + detail("Reason for State Change", change.reason())
        + detail("Timestamp", at)
        + detail("AWS Account", ACCOUNT)
        + detail("Alarm Arn", arn())
        + "\nThreshold:\n- The alarm is in the ALARM state when the metric is "
        + alarm.rule().operator().word()
        + " "
        + alarm.rule().threshold()
        + " for at least "
        + alarm.rule().datapointsToAlarm()
        + " of the last "
        + alarm.rule().evaluationPeriods()
        + " period(s) of "
        + alarm.period().toSeconds()
        + " seconds. \n\n"
        + MonitoredMetrics.text(alarm)
        + "\n\nState Change Actions:\n- OK: "
        + text(AlarmState.OK)
        + "\n- ALARM: "
        + text(AlarmState.ALARM)
        + "\n- INSUFFICIENT_DATA: "
        + text(AlarmState.INSUFFICIENT_DATA)
        + "\n\n\n--\nIf you wish to stop receiving notifications from this topic, please click or"
        + " visit the link below to unsubscribe:\nhttps://sns."
        + REGION
        + ".amazonaws.com/unsubscribe.html?SubscriptionArn="
        + topic()
        + ":00000000-0000-0000-0000-000000000000&Endpoint="
        + endpoint
        + "\n\nPlease do not reply directly to this email. If you have any questions or comments"
        + " regarding this email, please contact us at https://aws.amazon.com/support\n";
  }

  /**
   * The message as JSON.
   *
   * @param configuredAt when the alarm was created
   */
  String json(Instant configuredAt) {
    return AlarmJson.of(this, alarm, change, configuredAt);
  }

  String arn() {
    return "arn:aws:cloudwatch:" + REGION + ":" + ACCOUNT + ":alarm:" + alarm.name();
  }

  static String regionName() {
    return REGION_NAME;
  }

  /** The topics that the alarm notifies when it enters a state. */
  List<String> actions(AlarmState state) {
    return alarm.actions().on().contains(state)
        ? List.of(topic(alarm.severityOn(state).word()))
        : List.of();
  }

  private String text(AlarmState state) {
    List<String> topics = actions(state);
    return topics.isEmpty() ? "" : topics.toString();
  }

  private String topic() {
    return topic(change.severity().word());
  }

  private static String topic(String severity) {
    return "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":runwatch-local-" + severity;
  }

  private static String detail(String name, String value) {
    return String.format(Locale.ROOT, "- %-28s%s%n", name + ":", value).replace("\r\n", "\n");
  }
}
