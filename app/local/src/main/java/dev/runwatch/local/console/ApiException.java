/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

/** A request that is answered with an error. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Response reply;

  ApiException(Response reply) {
    super("refused", null, false, false);
    this.reply = reply;
  }

  static ApiException field(String field, String allowed) {
    return new ApiException(Response.error(422, "invalid_field", field + " " + allowed, field));
  }

  Response reply() {
    return reply;
  }
}
