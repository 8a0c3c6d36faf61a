/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import java.util.stream.Collectors;

/** Links to the console of an AWS account. */
final class ConsoleLinks {

  private ConsoleLinks() {}

  /** A text without the lines that have such a link, for systems beside AWS. */
  static String without(String markdown) {
    return markdown
        .lines()
        .filter(line -> !line.contains(".console.aws.amazon.com"))
        .collect(Collectors.joining("\n"));
  }
}
