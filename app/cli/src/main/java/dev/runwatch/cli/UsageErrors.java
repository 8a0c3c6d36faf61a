/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.coordinator.CoordinatorStartException;
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

  /**
   * Returns what ends the command: wrong use when another try with the same options fails too.
   *
   * @throws CoordinatorStartException the given one, if another try may succeed
   */
  static ParameterException ifMisconfigured(CommandSpec spec, CoordinatorStartException failure)
      throws CoordinatorStartException {
    if (!failure.isMisconfigured()) {
      throw failure;
    }
    return new ParameterException(spec.commandLine(), String.valueOf(failure.getMessage()));
  }
}
