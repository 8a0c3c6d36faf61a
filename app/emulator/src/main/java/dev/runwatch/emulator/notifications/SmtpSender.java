/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import dev.runwatch.common.DaemonExecutors;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails over SMTP, one after the other, on a thread of its own. Each mail is tried {@value
 * #TRIES} times; then it is dropped with a warning. Thread-safe.
 */
public final class SmtpSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);
  private static final int QUEUED = 100;
  private static final int TRIES = 3;
  private static final String TIMEOUT_MILLIS = "5000";

  private final Session session;
  private final String from;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUED),
          DaemonExecutors.threads("local-smtp"),
          (task, pool) ->
              LOG.warn("{} mails wait for the SMTP server; another one is dropped", QUEUED));

  /**
   * A sender for a server, to which it connects with each mail.
   *
   * @param from the sender's address
   */
  public SmtpSender(InetSocketAddress server, String from) {
    this.from = from;
    Properties settings = new Properties();
    settings.put("mail.smtp.host", server.getHostString());
    settings.put("mail.smtp.port", String.valueOf(server.getPort()));
    settings.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    settings.put("mail.smtp.timeout", TIMEOUT_MILLIS);
    settings.put("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    this.session = Session.getInstance(settings);
  }

  /** Queues a mail and returns. */
  public void send(Mail mail) {
    thread.execute(() -> attempt(mail));
  }

  private void attempt(Mail mail) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        Transport.send(message(mail));
        return;
      } catch (MessagingException e) {
        LOG.warn(
            "Mail '{}' was not sent (try {} of {}): {}",
            mail.subject(),
            attempt,
            TRIES,
            e.getMessage());
      }
    }
  }

  private MimeMessage message(Mail mail) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from));
    for (String to : mail.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setText(mail.body(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(mail.at()));
    return message;
  }

  /** Sends what is queued, for at most 5 s. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
