/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers reports of runs, with retries until the coordinator has them. Thread-safe. */
final class Reporter {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final CoordinatorClient client;
  private final RegistrationState registrationState;
  private final Consumer<Registration> unknown;
  private final Runnable superseded;

  /**
   * @param unknown called when the coordinator does not know this runner
   * @param superseded called when another instance has taken over
   */
  Reporter(
      CoordinatorClient client,
      RegistrationState registrationState,
      Consumer<Registration> unknown,
      Runnable superseded) {
    this.client = client;
    this.registrationState = registrationState;
    this.unknown = unknown;
    this.superseded = superseded;
  }

  /**
   * Delivers a report; returns when the coordinator has accepted or finally refused it.
   *
   * @return whether the coordinator accepted it
   * @throws InterruptedException if the runner ends first
   */
  boolean deliver(String runId, Report report) throws InterruptedException {
    Pauses pauses = new Pauses();
    Report sent = report;
    while (true) {
      Registration me = registrationState.await();
      try {
        Response answer = client.report(me, runId, sent);
        if (answer.isSuccess()) {
          return true;
        }
        if (answer.isSuperseded()) {
          superseded.run();
          return false;
        }
        if (answer.isUnknownRunner()) {
          unknown.accept(me);
        } else if (isFinal(answer.status())) {
          Report plain = report.withoutDetail();
          boolean mayBeTheDetail = answer.status() != 404 && answer.status() != 409;
          if (!mayBeTheDetail || sent.equals(plain)) {
            LOG.warn("run {}: '{}' was refused: {}", runId, sent.kind().path(), answer.describe());
            return false;
          }
          LOG.warn(
              "run {}: its output or error text was refused, reporting without it: {}",
              runId,
              answer.describe());
          sent = plain;
          continue;
        }
      } catch (IOException e) {
        LOG.debug("run {}: '{}' was not delivered, retrying", runId, sent.kind().path(), e);
      }
      pauses.pause(me.longestPause());
    }
  }

  /**
   * Whether the coordinator will never take the report. 401 and 403 are not final: they say that
   * the token does not count, or come from something in between, and the run's end must not be
   * lost.
   */
  private static boolean isFinal(int status) {
    return switch (status) {
      case 400, 404, 405, 409, 413, 422 -> true;
      default -> false;
    };
  }
}
