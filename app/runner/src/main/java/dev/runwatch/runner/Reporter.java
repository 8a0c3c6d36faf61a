/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the coordinator about runs, again and again until it has the report. Thread-safe. */
final class Reporter {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final CoordinatorClient client;
  private final RegistrationState membership;
  private final Consumer<Registration> unknown;
  private final Runnable superseded;

  /**
   * @param unknown told when the coordinator does not know this runner
   * @param superseded told when another instance has taken over
   */
  Reporter(
      CoordinatorClient client,
      RegistrationState membership,
      Consumer<Registration> unknown,
      Runnable superseded) {
    this.client = client;
    this.membership = membership;
    this.unknown = unknown;
    this.superseded = superseded;
  }

  /**
   * Returns when the coordinator has the report, or will never take it.
   *
   * @return whether it has it
   * @throws InterruptedException if the runner ends before
   */
  boolean deliver(String runId, Report report) throws InterruptedException {
    BackOff backOff = new BackOff();
    Report sent = report;
    while (true) {
      Registration me = membership.await();
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
            log.warn("run {}: '{}' is refused: {}", runId, sent.kind().path(), answer.describe());
            return false;
          }
          log.warn("run {}: its detail is refused: {}", runId, answer.describe());
          sent = plain;
          continue;
        }
      } catch (IOException e) {
        log.debug("run {}: '{}' did not get through", runId, sent.kind().path(), e);
      }
      backOff.pause(me.longestPause());
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
