/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

/**
 * A command that has ended.
 *
 * @param status its exit status
 * @param output what it wrote, to both streams
 */
record Finished(int status, String output) {

  /** The last lines that are not empty, for a report. */
  String tail() {
    java.util.List<String> lines =
        output.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
  }
}
