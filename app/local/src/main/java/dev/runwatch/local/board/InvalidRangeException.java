/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

/** A time range cannot be read. */
public final class InvalidRangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidRangeException(String field, String allowed) {
    super(allowed);
    this.field = field;
  }

  /** The parameter that is wrong; the message says what it must be. */
  public String field() {
    return field;
  }
}
