/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

/**
 * One line of the report.
 *
 * @param level how bad it is
 * @param subject what it is about, such as an alarm's name
 * @param message what was found
 * @param fix what to do, or empty for nothing
 */
record Finding(Level level, String subject, String message, String fix) {

  enum Level {
    OK,
    WARN,
    FAIL,
    /** AWS does not tell it. */
    UNKNOWN
  }

  static Finding ok(String subject, String message) {
    return new Finding(Level.OK, subject, message, "");
  }

  static Finding warn(String subject, String message, String fix) {
    return new Finding(Level.WARN, subject, message, fix);
  }

  static Finding unknown(String subject, String message, String fix) {
    return new Finding(Level.UNKNOWN, subject, message, fix);
  }

  static Finding fail(String subject, String message, String fix) {
    return new Finding(Level.FAIL, subject, message, fix);
  }
}
