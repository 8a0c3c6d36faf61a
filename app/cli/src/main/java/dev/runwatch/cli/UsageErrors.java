/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.coordinator.CoordinatorStartException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Errors of use: each ends the command with exit status 2 and one line. */
final class UsageErrors {

  private UsageErrors() {}

  /** The error for a value that an option does not allow; it names option, value and rule. */
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

  /**
   * The error for a start that fails with these options every time.
   *
   * @throws CoordinatorStartException if another try with the same options can succeed
   */
  static ParameterException ifMisconfigured(CommandSpec spec, CoordinatorStartException failure)
      throws CoordinatorStartException {
    if (!failure.isMisconfigured()) {
      throw failure;
    }
    return new ParameterException(spec.commandLine(), String.valueOf(failure.getMessage()));
  }
}
