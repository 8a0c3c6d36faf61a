/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.alarms.AlarmScheduler;
import dev.runwatch.emulator.alarms.AlarmScheduler.Standing;
import dev.runwatch.emulator.notifications.Mail;
import dev.runwatch.emulator.notifications.Mailbox;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the alarms stand, and what was mailed. */
final class AlarmsApi {

  private final AlarmScheduler alarms;
  private final Mailbox mails;

  AlarmsApi(AlarmScheduler alarms, Mailbox mails) {
    this.alarms = alarms;
    this.mails = mails;
  }

  Map<String, Object> alarms() {
    return Map.of("alarms", alarms.all().stream().map(AlarmsApi::alarm).toList());
  }

  private static Map<String, Object> alarm(Standing standing) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", standing.definition().name());
    view.put("severity", standing.definition().severity().name().toLowerCase(Locale.ROOT));
    view.put("state", standing.status().state().name());
    view.put("since", Times.text(standing.status().since()));
    view.put("reason", standing.status().reason());
    view.put("summary", standing.definition().summary());
    view.put("history", standing.history().stream().map(AlarmsApi::change).toList());
    return view;
  }

  private static Map<String, Object> change(StateTransition change) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", Times.text(change.at()));
    view.put("from", change.from().name());
    view.put("to", change.to().name());
    view.put("reason", change.reason());
    return view;
  }

  Map<String, Object> mails() {
    return Map.of("mails", mails.all().stream().map(AlarmsApi::mail).toList());
  }

  private static Map<String, Object> mail(Mail mail) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", Times.text(mail.at()));
    view.put("topic", mail.topic());
    view.put("to", mail.to());
    view.put("subject", mail.subject());
    view.put("body", mail.body());
    return view;
  }
}
