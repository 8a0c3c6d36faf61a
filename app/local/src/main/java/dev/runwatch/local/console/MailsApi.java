/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.emulator.notifications.Mail;
import java.util.List;

/** The bodies of {@code GET /api/mails}. */
final class MailsApi {

  private MailsApi() {}

  record MailsBody(List<MailBody> mails) {}

  record MailBody(
      String at, String topic, List<String> to, String subject, String body, String message) {

    private static MailBody of(Mail mail) {
      return new MailBody(
          Timestamps.text(mail.at()),
          mail.topic(),
          mail.to(),
          mail.subject(),
          mail.body(),
          mail.message());
    }
  }

  static MailsBody body(List<Mail> mails) {
    return new MailsBody(mails.stream().map(MailBody::of).toList());
  }
}
