/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The subcommand {@code local}. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    description = "Rehearse everything on this machine, on an embedded CloudWatch.")
final class LocalCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return 0;
  }
}
