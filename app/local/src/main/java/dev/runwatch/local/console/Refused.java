/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

/** A request that is answered with an error. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  Refused(Reply reply) {
    super("refused", null, false, false);
    this.reply = reply;
  }

  static Refused field(String field, String allowed) {
    return new Refused(Reply.error(422, "invalid_field", field + " " + allowed, field));
  }

  Reply reply() {
    return reply;
  }
}
