/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SmtpSenderTest {

  private static final Instant AT = Instant.parse("2026-03-01T10:04:30Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SmtpSender.class);

  @BeforeEach
  void start() {
    server.start();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    server.stop();
  }

  @Test
  void aMailArrivesAsItIs() throws Exception {
    try (SmtpSender sender = new SmtpSender(address(), "runwatch@localhost")) {
      sender.send(
          new Mail(
              AT,
              "critical",
              List.of("a@localhost", "b@localhost"),
              "ALARM: \"x\" – größer",
              "One line\nand “another”.\n"));
      await().atMost(LONG).until(() -> server.getReceivedMessages().length == 2);
    }
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("ALARM: \"x\" – größer");
    assertThat(((String) message.getContent()).replace("\r", "").strip())
        .isEqualTo("One line\nand “another”.");
    assertThat(message.getFrom())
        .extracting(Address::toString)
        .containsExactly("runwatch@localhost");
    assertThat(Arrays.stream(message.getRecipients(Message.RecipientType.TO)))
        .extracting(Address::toString)
        .containsExactly("a@localhost", "b@localhost");
    assertThat(message.getSentDate()).isEqualTo(AT);
  }

  @Test
  void whatIsQueuedIsSentBeforeTheSenderCloses() {
    try (SmtpSender sender = new SmtpSender(address(), "runwatch@localhost")) {
      for (int i = 0; i < 20; i++) {
        sender.send(mail("subject " + i));
      }
    }
    assertThat(server.getReceivedMessages()).hasSize(20);
  }

  @Test
  void aMailThatCannotBeSentIsTriedThreeTimesAndLogged() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed);
    try (SmtpSender sender = new SmtpSender(nobody, "runwatch@localhost")) {
      sender.send(mail("lost"));
      await().atMost(LONG).until(() -> warnings().size() >= 3);
    }
    assertThat(warnings())
        .hasSize(3)
        .allMatch(line -> line.startsWith("Mail 'lost' was not sent (try "));
    assertThat(warnings().get(2)).contains("try 3 of 3");
  }

  @Test
  void aMailAfterOneThatCannotBeSentArrives() {
    try (SmtpSender sender = new SmtpSender(address(), "runwatch@localhost")) {
      sender.send(new Mail(AT, "high", List.of("not an address"), "wrong", "body"));
      sender.send(mail("right"));
      await().atMost(LONG).until(() -> server.getReceivedMessages().length == 1);
    }
    assertThat(warnings()).hasSize(3);
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getSmtp().getPort());
  }

  private static Mail mail(String subject) {
    return new Mail(AT, "high", List.of("a@localhost"), subject, "body");
  }
}
