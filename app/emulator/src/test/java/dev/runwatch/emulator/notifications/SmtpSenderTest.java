/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SmtpSenderTest {

  private static final Instant AT = Instant.parse("2026-03-01T10:04:30Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
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
  void aMailThatCannotBeSentIsTriedThreeTimesAndThenDropped() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket broken = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread acceptor =
          new Thread(
              () -> {
                while (hangUp(broken)) {
                  connections.incrementAndGet();
                }
              });
      acceptor.start();
      InetSocketAddress address = (InetSocketAddress) broken.getLocalSocketAddress();
      try (SmtpSender sender = new SmtpSender(address, "runwatch@localhost")) {
        sender.send(mail("lost"));
      }
      assertThat(connections).hasValue(3);
    }
  }

  /** Takes a connection and closes it; false when the socket is closed. */
  private static boolean hangUp(ServerSocket socket) {
    try {
      socket.accept().close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aMailAfterOneThatCannotBeSentArrives() {
    try (SmtpSender sender = new SmtpSender(address(), "runwatch@localhost")) {
      sender.send(new Mail(AT, "high", List.of("not an address"), "wrong", "body"));
      sender.send(mail("right"));
      await().atMost(LONG).until(() -> server.getReceivedMessages().length == 1);
    }
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getSmtp().getPort());
  }

  private static Mail mail(String subject) {
    return new Mail(AT, "high", List.of("a@localhost"), subject, "body");
  }
}
