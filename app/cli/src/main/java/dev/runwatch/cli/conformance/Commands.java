/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.util.regex.Pattern;

/** Runs commands. */
interface Commands {

  /**
   * Runs a command to its end.
   *
   * @throws InterruptedConformanceException if the checklist was interrupted
   */
  Finished run(Command command);

  /**
   * Starts a service and waits until it prints a line.
   *
   * @return the first group of the line
   * @throws StepFailedException if it ends or does not print it in time
   * @throws InterruptedConformanceException if the checklist was interrupted
   */
  Service start(Command command, Pattern ready, Duration longest);

  /** A process that runs until it is stopped. */
  interface Service {

    /** The first group of the line that said it was ready. */
    String told();

    /** Stops it by SIGTERM and waits for its end; does nothing once it has ended. */
    void stop();
  }
}
