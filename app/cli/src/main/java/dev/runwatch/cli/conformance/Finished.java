/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.util.List;

/**
 * A command that has ended.
 *
 * @param status its exit status
 * @param output what it wrote, to both streams
 */
record Finished(int status, String output) {

  private static final int LINES = 4;

  /** The lines for a report: those that say FAIL, or else the last ones. */
  String tail() {
    List<String> lines = output.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    List<String> failed = lines.stream().filter(it -> it.startsWith("FAIL")).limit(LINES).toList();
    return String.join(
        " / ",
        failed.isEmpty() ? lines.subList(Math.max(0, lines.size() - LINES), lines.size()) : failed);
  }
}
