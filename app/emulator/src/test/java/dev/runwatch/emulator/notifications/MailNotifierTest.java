/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.TestAlarms;
import dev.runwatch.testing.AlarmMail;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MailNotifierTest {

  private static final Instant AT = Instant.parse("2026-03-01T10:04:30Z");

  @TempDir Path folder;

  private final Mailbox mails = new Mailbox(mail -> {});
  private final MailNotifier notifier =
      new MailNotifier(
          mails, List.of("a@example.com", "b@example.com"), Instant.parse("2026-02-28T00:00:00Z"));
  private AlarmDefinition queue;

  @BeforeEach
  void define() {
    queue = TestAlarms.queue(folder);
  }

  /**
   * A mail of a real account, found in public, with other names: its first sentence, its two
   * columns, its blank lines and the space after "seconds.".
   */
  @Test
  void aMailIsTheOneThatSnsSends() {
    notifier.alarmChanged(queue, change(AlarmState.OK, AlarmState.ALARM));
    Mail mail = mails.all().get(0);
    assertThat(mail.at()).isEqualTo(AT);
    assertThat(mail.topic()).isEqualTo("high");
    assertThat(mail.to()).containsExactly("a@example.com", "b@example.com");
    assertThat(mail.subject()).isEqualTo("ALARM: \"queue\" in Local");
    assertThat(mail.body())
        .isEqualTo(
            """
            You are receiving this email because your Amazon CloudWatch Alarm "queue" in the Local region has entered the ALARM state, because "100% sure" at "Sunday 01 March, 2026 10:04:30 UTC".

            View this alarm in the AWS Management Console:
            https://local.console.aws.amazon.com/cloudwatch/deeplink.js?region=local#alarmsV2:alarm/queue

            Alarm Details:
            - Name:                       queue
            - Description:                The queue grows.
            - State Change:               OK -> ALARM
            - Reason for State Change:    100% sure
            - Timestamp:                  Sunday 01 March, 2026 10:04:30 UTC
            - AWS Account:                000000000000
            - Alarm Arn:                  arn:aws:cloudwatch:local:000000000000:alarm:queue

            Threshold:
            - The alarm is in the ALARM state when the metric is GreaterThanThreshold 50.0 for at least 2 of the last 2 period(s) of 60 seconds.\s

            Monitored Metric:
            - MetricNamespace:                     N
            - MetricName:                          pending
            - Dimensions:
            - Period:                              60 seconds
            - Statistic:                           Maximum
            - Unit:                                not specified
            - TreatMissingData:                    notBreaching


            State Change Actions:
            - OK: [arn:aws:sns:local:000000000000:runwatch-local-medium]
            - ALARM: [arn:aws:sns:local:000000000000:runwatch-local-medium]
            - INSUFFICIENT_DATA:\s


            --
            If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
            https://sns.local.amazonaws.com/unsubscribe.html?SubscriptionArn=arn:aws:sns:local:000000000000:runwatch-local-high:00000000-0000-0000-0000-000000000000&Endpoint=a@example.com

            Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support
            """);
  }

  @Test
  void aParserOfRealMailsReadsIt() {
    notifier.alarmChanged(queue, change(AlarmState.ALARM, AlarmState.OK));
    AlarmMail read = AlarmMail.parse(mails.all().get(0).body()).orElseThrow();
    assertThat(read)
        .isEqualTo(
            new AlarmMail(
                "queue",
                "Local",
                "OK",
                "100% sure",
                "Sunday 01 March, 2026 10:04:30 UTC",
                "ALARM",
                "000000000000",
                "arn:aws:cloudwatch:local:000000000000:alarm:queue"));
    assertThat(AlarmMail.parse(mails.all().get(0).body().replace("- State Change:", "- Change:")))
        .isEmpty();
  }

  @Test
  void otherSubscribersGetTheFieldsOfCloudWatchInItsOrder() {
    notifier.alarmChanged(queue, change(AlarmState.OK, AlarmState.ALARM));
    assertThat(mails.all().get(0).message())
        .isEqualTo(
            """
            {"AlarmName":"queue","AlarmDescription":"The queue grows.","AWSAccountId":"000000000000",\
            "AlarmConfigurationUpdatedTimestamp":"2026-02-28T00:00:00.000+0000",\
            "NewStateValue":"ALARM","NewStateReason":"100% sure",\
            "StateChangeTime":"2026-03-01T10:04:30.000+0000","Region":"Local",\
            "AlarmArn":"arn:aws:cloudwatch:local:000000000000:alarm:queue","OldStateValue":"OK",\
            "OKActions":["arn:aws:sns:local:000000000000:runwatch-local-medium"],\
            "AlarmActions":["arn:aws:sns:local:000000000000:runwatch-local-medium"],\
            "InsufficientDataActions":[],"Trigger":{"MetricName":"pending","Namespace":"N",\
            "StatisticType":"Statistic","Statistic":"MAXIMUM","Unit":null,"Dimensions":[],\
            "Period":60,"EvaluationPeriods":2,"DatapointsToAlarm":2,\
            "ComparisonOperator":"GreaterThanThreshold","Threshold":50.0,\
            "TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""},"ActionExecutedAfterMuteWindow":false}""");
  }

  @ParameterizedTest
  @CsvSource({
    "INSUFFICIENT_DATA, OK, 0",
    "INSUFFICIENT_DATA, ALARM, 1",
    "OK, ALARM, 1",
    "ALARM, OK, 1",
    "ALARM, INSUFFICIENT_DATA, 1",
    "OK, INSUFFICIENT_DATA, 1"
  })
  void everyChangeIsMailedButAFirstOk(AlarmState from, AlarmState to, int expected) {
    notifier.alarmChanged(queue, change(from, to));
    assertThat(mails.all()).hasSize(expected);
  }

  private static StateTransition change(AlarmState from, AlarmState to) {
    return new StateTransition(
        "queue", Severity.HIGH, AT, from, to, "100% sure", /* notifies= */ true);
  }
}
