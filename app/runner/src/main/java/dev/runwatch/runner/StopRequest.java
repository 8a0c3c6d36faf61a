/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;

/**
 * A request to end a run before it ends by itself.
 *
 * @param reason decides what is reported
 * @param grace the time between SIGTERM and SIGKILL
 */
record StopRequest(Reason reason, Duration grace) {

  /** The later ones take precedence. */
  enum Reason {
    /** This runner ends. */
    RUNNER_ENDS,
    /** A client stopped the run. */
    CLIENT,
    /** The run is not this runner's any more, or this runner must count as lost for it. */
    NOT_OURS
  }

  /** This request together with another one: the stronger reason and the shorter grace. */
  StopRequest and(StopRequest other) {
    return new StopRequest(
        reason.compareTo(other.reason) >= 0 ? reason : other.reason,
        grace.compareTo(other.grace) <= 0 ? grace : other.grace);
  }

  /** The report of a run that this request has ended. */
  Report report(Assignment run, String signal) {
    return switch (reason) {
      case CLIENT -> Report.stopped(signal);
      case NOT_OURS -> Report.abandoned();
      case RUNNER_ENDS ->
          run.mayBeExecutedAgain()
              ? Report.abandoned()
              : Report.failed("the runner was shut down before the run ended");
    };
  }

  /** The report of a run that this request kept from beginning. */
  Report reportBeforeTheBegin() {
    return switch (reason) {
      case CLIENT -> Report.stoppedBeforeItBegan();
      case NOT_OURS -> Report.abandoned();
      case RUNNER_ENDS -> Report.handedBack();
    };
  }
}
