/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

/** An alarm has something that the other system cannot express. */
public final class UnsupportedExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedExportException(String message) {
    super(message);
  }
}
