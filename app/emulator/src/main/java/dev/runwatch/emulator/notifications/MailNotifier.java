/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.time.Instant;
import java.util.List;

/**
 * Mails the changes of alarms in place of SNS topics, with SNS's words.
 *
 * <p>Unlike SNS, it does not mail that a new alarm is OK for the first time: a rehearsal starts
 * often, and those mails say nothing.
 */
public final class MailNotifier {

  private final Mailbox mails;
  private final List<String> recipients;
  private final Instant configuredAt;

  /**
   * A notifier.
   *
   * @param recipients the addresses that every mail goes to
   * @param configuredAt when the alarms were created
   */
  public MailNotifier(Mailbox mails, List<String> recipients, Instant configuredAt) {
    this.mails = mails;
    this.recipients = List.copyOf(recipients);
    this.configuredAt = configuredAt;
  }

  /** Mails a change of an alarm's state. */
  public void alarmChanged(AlarmDefinition definition, StateTransition change) {
    boolean firstOk = change.from() == AlarmState.INSUFFICIENT_DATA && change.to() == AlarmState.OK;
    if (!firstOk) {
      mails.add(mail(definition, change));
    }
  }

  private Mail mail(AlarmDefinition definition, StateTransition change) {
    AlarmNotification notification = new AlarmNotification(definition, change);
    return new Mail(
        change.at(),
        change.severity().word(),
        recipients,
        notification.subject(),
        notification.text(recipients.isEmpty() ? "" : recipients.get(0)),
        notification.json(configuredAt));
  }
}
