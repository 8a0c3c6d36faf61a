/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {

  @Test
  void mailsAreKeptInTheirOrderAndForwarded() {
    List<Mail> forwarded = new ArrayList<>();
    Mailbox mailbox = new Mailbox(forwarded::add);
    mailbox.add(mail(1));
    mailbox.add(mail(2));
    assertThat(mailbox.all()).containsExactly(mail(1), mail(2));
    assertThat(forwarded).containsExactly(mail(1), mail(2));
  }

  @Test
  void theOldestMailGoesWhenTheMailboxIsFull() {
    List<Mail> forwarded = new ArrayList<>();
    Mailbox mailbox = new Mailbox(forwarded::add);
    for (int i = 0; i <= Mailbox.KEPT; i++) {
      mailbox.add(mail(i));
    }
    assertThat(mailbox.all())
        .hasSize(Mailbox.KEPT)
        .startsWith(mail(1))
        .endsWith(mail(Mailbox.KEPT));
    assertThat(forwarded).hasSize(Mailbox.KEPT + 1);
  }

  @Test
  void aListOfMailsDoesNotChangeAfterwards() {
    Mailbox mailbox = new Mailbox(mail -> {});
    List<Mail> before = mailbox.all();
    mailbox.add(mail(1));
    assertThat(before).isEmpty();
  }

  private static Mail mail(int number) {
    return new Mail(
        Instant.EPOCH.plusSeconds(number), "high", List.of("a@b"), "subject " + number, "body");
  }
}
