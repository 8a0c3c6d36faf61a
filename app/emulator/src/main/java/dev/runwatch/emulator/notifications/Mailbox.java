/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest {@value #KEPT} mails and passes each on. Thread-safe. */
public final class Mailbox {

  /** How many mails are kept. */
  static final int KEPT = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Deque<Mail> mails = new ArrayDeque<>();
  private final Consumer<Mail> forward;

  /**
   * An empty mailbox.
   *
   * @param forward called with each mail, on the thread that adds it; must not block
   */
  public Mailbox(Consumer<Mail> forward) {
    this.forward = forward;
  }

  /** Adds a mail and passes it on. */
  public void add(Mail mail) {
    LOG.info("Mail to {}: {}", String.join(", ", mail.to()), mail.subject());
    synchronized (this) {
      mails.addLast(mail);
      if (mails.size() > KEPT) {
        mails.removeFirst();
      }
    }
    forward.accept(mail);
  }

  /** The mails, oldest first; a copy. */
  public synchronized List<Mail> all() {
    return new ArrayList<>(mails);
  }
}
