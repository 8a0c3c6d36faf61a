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
      new MailNotifier(mails, List.of("a@example.com", "b@example.com"));
  private AlarmDefinition queue;

  @BeforeEach
  void define() {
    queue = TestAlarms.queue(folder);
  }

  @Test
  void aMailSaysWhichAlarmChangedHowWhenAndWhy() {
    notifier.alarmChanged(queue, change(AlarmState.OK, AlarmState.ALARM));
    assertThat(mails.all())
        .containsExactly(
            new Mail(
                AT,
                "high",
                List.of("a@example.com", "b@example.com"),
                "ALARM: \"queue\" in Local",
                """
                Alarm "queue" changed from OK to ALARM.

                Severity: high
                At:       2026-03-01T10:04:30Z
                Reason:   100% sure

                The queue grows.
                """));
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
