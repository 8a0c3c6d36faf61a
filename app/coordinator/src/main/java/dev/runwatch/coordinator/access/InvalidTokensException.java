/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

/** A tokens file that cannot be read. The message is one line that names the file and the place. */
public final class InvalidTokensException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidTokensException(String message) {
    super(message);
  }
}
