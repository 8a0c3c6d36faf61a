/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.conformance.Protocol.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Does the steps in their order. After a step that fails, those that need it are not run. */
final class Checklist {

  private final List<Step> steps;
  private final Protocol protocol;
  private final InstantSource clock;

  Checklist(List<Step> steps, Protocol protocol, InstantSource clock) {
    this.steps = List.copyOf(steps);
    this.protocol = protocol;
    this.clock = clock;
  }

  /**
   * Does the steps.
   *
   * @throws InterruptedConformanceException if it was interrupted
   */
  void run() {
    String failed = "";
    for (Step step : steps) {
      if (!failed.isEmpty()) {
        protocol.ends(step, Result.NOT_RUN, "it needs: " + failed, Duration.ZERO);
      } else if (!step.lacking().isEmpty()) {
        protocol.ends(step, Result.SKIPPED, step.lacking(), Duration.ZERO);
      } else if (!passes(step) && step.essential()) {
        failed = step.title();
      }
    }
  }

  private boolean passes(Step step) {
    protocol.begins(step);
    Instant begin = clock.instant();
    Result result = Result.FAILED;
    String seen;
    try {
      seen = step.action().run();
      result = Result.PASSED;
    } catch (StepFailedException e) {
      seen = String.valueOf(e.getMessage());
    } catch (SdkException e) {
      seen = AwsErrors.reason(e);
    }
    protocol.ends(step, result, seen, Duration.between(begin, clock.instant()));
    return result == Result.PASSED;
  }
}
