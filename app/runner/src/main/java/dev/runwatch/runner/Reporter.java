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

  /** What became of a report. */
  enum Delivery {
    ACCEPTED,
    REFUSED,
    /** The coordinator has no such report. */
    UNSUPPORTED
  }

  /**
   * Delivers the end of a run; returns when the coordinator has accepted or finally refused it.
   *
   * @return whether the coordinator accepted it
   * @throws InterruptedException if the runner ends first
   */
  boolean deliverEnd(HandOut run, Report end) throws InterruptedException {
    Delivery delivery = deliver(run, end);
    if (delivery == Delivery.UNSUPPORTED) {
      // A coordinator of the first version: as a failure, rather than not at all.
      delivery = deliver(run, Report.failed(end.fields().getOrDefault("reason", "returned")));
    }
    return delivery == Delivery.ACCEPTED;
  }

  /**
   * Delivers a report; returns when the coordinator has accepted or finally refused it.
   *
   * @throws InterruptedException if the runner ends first
   */
  Delivery deliver(HandOut run, Report report) throws InterruptedException {
    String runId = run.runId();
    Pauses pauses = new Pauses();
    Report sent = report;
    while (true) {
      Registration me = registrationState.await();
      try {
        Response answer = client.report(me, run, sent);
        if (answer.isSuccess()) {
          return Delivery.ACCEPTED;
        }
        if (answer.isSuperseded()) {
          superseded.run();
          return Delivery.REFUSED;
        }
        if (answer.isUnknownRunner()) {
          unknown.accept(me);
        } else if (isFinal(answer)) {
          LOG.warn("run_id={}: '{}' was refused: {}", runId, sent.kind().path(), answer.describe());
          boolean unsupported =
              sent.kind().path().equals("returned") && answer.code().equals("not_found");
          return unsupported ? Delivery.UNSUPPORTED : Delivery.REFUSED;
        } else if (refusesText(answer)) {
          Report plain = report.withoutDetail();
          if (!sent.equals(plain)) {
            LOG.warn(
                "run_id={}: its output or error text was refused, reporting without it: {}",
                runId,
                answer.describe());
            sent = plain;
            continue;
          }
        }
      } catch (IOException e) {
        LOG.debug("run_id={}: '{}' was not delivered, retrying", runId, sent.kind().path(), e);
      }
      pauses.pause(me.longestPause());
    }
  }

  /**
   * Whether the coordinator will never take the report. An answer without its error code comes from
   * something in between, and the run's end must not be lost for it. 401 and 403 say that the token
   * does not count now.
   */
  private static boolean isFinal(Response answer) {
    return (answer.status() == 404 || answer.status() == 409) && answer.isCoordinatorsError();
  }

  private static boolean refusesText(Response answer) {
    return switch (answer.status()) {
      case 400, 413, 422 -> true;
      default -> false;
    };
  }
}
