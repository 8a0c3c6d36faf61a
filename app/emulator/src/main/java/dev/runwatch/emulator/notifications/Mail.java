/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.notifications;

import java.time.Instant;
import java.util.List;

/**
 * A mail as SNS would send it.
 *
 * @param at when the alarm changed
 * @param topic the severity whose topic carries it, such as {@code critical}
 * @param to the recipients
 * @param subject the subject
 * @param body the text
 * @param message the same as JSON, as other subscribers than mail get it; may be empty
 */
public record Mail(
    Instant at, String topic, List<String> to, String subject, String body, String message) {

  public Mail {
    to = List.copyOf(to);
  }

  /** A mail without JSON. */
  public Mail(Instant at, String topic, List<String> to, String subject, String body) {
    this(at, topic, to, subject, body, "");
  }
}
