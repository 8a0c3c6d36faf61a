/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.Locale;
import java.util.Map;

/**
 * A report of a run to the coordinator.
 *
 * @param kind of report
 * @param fields of its body, besides who reports
 */
record Report(Kind kind, Map<String, String> fields) {

  enum Kind {
    STARTED,
    COMPLETED,
    FAILED,
    STOPPED;

    /** The last part of the report's path. */
    String path() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Report started() {
    return new Report(Kind.STARTED, Map.of());
  }

  static Report completed(String output) {
    return new Report(Kind.COMPLETED, Map.of("output", output));
  }

  static Report failed(String error) {
    return new Report(Kind.FAILED, Map.of("error", error));
  }

  static Report stopped(String signal) {
    return new Report(Kind.STOPPED, Map.of("signal", signal));
  }

  /** A run that was stopped before this runner began it. */
  static Report stoppedBeforeItBegan() {
    return new Report(Kind.STOPPED, Map.of());
  }

  /** The same report without output or error text, for a coordinator that refuses the text. */
  Report withoutDetail() {
    return kind == Kind.FAILED
        ? failed("failed; the coordinator refused the error text")
        : new Report(kind, Map.of());
  }
}
