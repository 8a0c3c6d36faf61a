/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Words for a value that is not allowed. */
final class UsageErrors {

  private UsageErrors() {}

  static ParameterException of(CommandSpec spec, String option, String value, String allowed) {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for option '"
            + option
            + "': '"
            + value
            + "' is not allowed; allowed: "
            + allowed);
  }
}
