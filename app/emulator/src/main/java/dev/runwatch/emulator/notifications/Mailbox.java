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

/** The newest mails, for people to look at; each also goes on to where mails are really sent. */
public final class Mailbox {

  private static final int KEPT = 500;

  private final Deque<Mail> mails = new ArrayDeque<>();
  private final Consumer<Mail> onwards;

  /**
   * An empty one.
   *
   * @param onwards is given each mail; must not block
   */
  public Mailbox(Consumer<Mail> onwards) {
    this.onwards = onwards;
  }

  /** Takes a mail. */
  public void add(Mail mail) {
    synchronized (this) {
      mails.addLast(mail);
      if (mails.size() > KEPT) {
        mails.removeFirst();
      }
    }
    onwards.accept(mail);
  }

  /** The mails, oldest first. */
  public synchronized List<Mail> all() {
    return new ArrayList<>(mails);
  }
}
