/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long steps wait for what takes time.
 *
 * @param clock the time
 * @param pause between two attempts
 * @param step of the services
 * @param confirmation until the recipients have confirmed
 * @param arrival until the metrics arrive
 * @param warmUp until every alarm is OK
 */
record Patience(
    InstantSource clock,
    Duration pause,
    Duration step,
    Duration confirmation,
    Duration arrival,
    Duration warmUp) {

  /** For an account, where CloudWatch takes minutes and people open their mail. */
  static Patience ofAccount(Duration confirmation) {
    return new Patience(
        InstantSource.system(),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        confirmation,
        Duration.ofMinutes(10),
        Duration.ofMinutes(45));
  }

  /** For LocalStack, where everything is there at once. */
  static Patience ofLocalStack() {
    return new Patience(
        InstantSource.system(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(2));
  }

  /**
   * Repeats a command until it does what is expected.
   *
   * @param longest how long; zero for one attempt
   * @return what was seen
   * @throws StepFailedException if it did not in time
   */
  String until(Commands commands, Command command, Expectation expected, Duration longest) {
    Instant deadline = clock.instant().plus(longest);
    while (true) {
      Finished finished = commands.run(command);
      String violation = expected.violation(finished);
      if (violation.isEmpty()) {
        return "exit status " + finished.status();
      }
      if (!clock.instant().plus(pause).isBefore(deadline)) {
        throw new StepFailedException(violation);
      }
      sleep();
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedConformanceException();
    }
  }
}
