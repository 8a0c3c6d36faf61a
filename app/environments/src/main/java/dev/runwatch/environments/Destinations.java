/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;

/**
 * The recipients of a topic. Immutable.
 *
 * @param mail addresses; empty only where the file says {@code none}
 * @param https URLs that begin with {@code https://}
 * @param sqs ARNs of queues
 */
public record Destinations(List<String> mail, List<String> https, List<String> sqs) {

  public Destinations {
    mail = List.copyOf(mail);
    https = List.copyOf(https);
    sqs = List.copyOf(sqs);
  }

  /** Whether there is no recipient. */
  public boolean nobody() {
    return mail.isEmpty() && https.isEmpty() && sqs.isEmpty();
  }
}
