/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import org.jspecify.annotations.Nullable;

/** The body of every error. */
record ErrorBody(Detail error) {

  /** What is wrong. */
  sealed interface Detail permits Plain, OfField {}

  record Plain(String code, String message) implements Detail {}

  /**
   * What is wrong with a parameter.
   *
   * @param field the name of the parameter
   */
  record OfField(String code, String message, String field) implements Detail {}

  static ErrorBody of(String code, String message, @Nullable String field) {
    return new ErrorBody(
        field == null ? new Plain(code, message) : new OfField(code, message, field));
  }
}
