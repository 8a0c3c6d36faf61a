/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.StateTransition;
import java.util.List;
import java.util.Locale;

/**
 * Mails the changes of alarms, in place of SNS topics.
 *
 * <p>Unlike SNS, it does not mail that a new alarm is OK for the first time: a rehearsal starts
 * often, and those mails say nothing.
 */
public final class MailNotifier {

  /** In a subject, SNS names the region here. */
  private static final String REGION = "Local";

  private final Mailbox mails;
  private final List<String> recipients;

  /**
   * A notifier.
   *
   * @param recipients the addresses that every mail goes to
   */
  public MailNotifier(Mailbox mails, List<String> recipients) {
    this.mails = mails;
    this.recipients = List.copyOf(recipients);
  }

  /** Mails a change of an alarm's state. */
  public void alarmChanged(AlarmDefinition definition, StateTransition change) {
    boolean firstOk = change.from() == AlarmState.INSUFFICIENT_DATA && change.to() == AlarmState.OK;
    if (!firstOk) {
      mails.add(mail(definition, change));
    }
  }

  private Mail mail(AlarmDefinition definition, StateTransition change) {
    String name = definition.name();
    String topic = change.severity().word();
    String body =
        String.format(
            Locale.ROOT,
            """
            Alarm "%s" changed from %s to %s.

            Severity: %s
            At:       %s
            Reason:   %s

            %s
            """,
            name,
            change.from(),
            change.to(),
            topic,
            change.at(),
            change.reason(),
            definition.description());
    String subject = change.to() + ": \"" + name + "\" in " + REGION;
    return new Mail(change.at(), topic, recipients, subject, body);
  }
}
