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
 */
public record Mail(Instant at, String topic, List<String> to, String subject, String body) {
  public Mail {
    to = List.copyOf(to);
  }
}
