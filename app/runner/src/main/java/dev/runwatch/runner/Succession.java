/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over from processes of this runner that have ended without reporting everything: reports
 * what they finished, and ends the processes that they left behind. Looks for them at the start and
 * then regularly, since a predecessor may still be ending when its successor starts.
 */
final class Succession implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
  private static final long PAUSE_MILLIS = 5_000;

  /** So often the registration waits for a report to be answered by the coordinator itself. */
  private static final int MOST_UNANSWERED = 10;

  private final InstanceFolder folder;
  private final CoordinatorClient client;
  private final RegistrationState registration;
  private final PendingReports pending;
  private final RunTable table;
  private final Reporter reporter;
  private int unanswered;

  Succession(
      InstanceFolder folder,
      CoordinatorClient client,
      RegistrationState registration,
      PendingReports pending,
      RunTable table,
      Reporter reporter) {
    this.folder = folder;
    this.client = client;
    this.registration = registration;
    this.pending = pending;
    this.table = table;
    this.reporter = reporter;
  }

  /**
   * Takes over from the processes that have ended.
   *
   * @return whether there was one
   */
  boolean takeOver() {
    boolean any = false;
    for (InstanceFolder ended : folder.ofEndedProcesses()) {
      any = true;
      try (ended) {
        new ProcessRecords(ended.processes(), ended.instanceId()).endAll();
        for (PendingReports.Pending report : pending.adopt(ended.reports())) {
          LOG.info("run_id={}: an earlier process ended it; reporting", report.run().runId());
          table.adopt(report);
        }
      } catch (IOException e) {
        LOG.error("cannot take over from {}: {}", ended.instanceId(), e.toString());
      }
    }
    return any;
  }

  /**
   * Reports what earlier processes ended, as them, once. To be called before this process
   * registers: with that the coordinator counts what the earlier ones had as lost.
   *
   * @throws IOException if the coordinator cannot be reached
   */
  void reportBeforeRegistration() throws IOException, InterruptedException {
    for (PendingReports.Pending report : table.adopted()) {
      Response answer = client.reportAs(report.as(), report.run(), report.report());
      boolean refused =
          (answer.status() == 404 || answer.status() == 409)
              && answer.isCoordinatorsError()
              && !answer.isSuperseded();
      if (answer.isSuccess() || refused) {
        LOG.info(
            "run_id={}: {} by an earlier process, {}",
            report.run().runId(),
            report.report().kind().path(),
            answer.describe());
        pending.remove(report.run());
        table.reported(report);
      } else if (!answer.isCoordinatorsError() || answer.status() >= 500) {
        // Not the coordinator's word: with a registration now, the end of the run would be lost.
        if (++unanswered <= MOST_UNANSWERED) {
          throw new IOException("a report was answered with " + answer.describe());
        }
      }
    }
  }

  @Override
  public void run() {
    try {
      registration.await();
      while (true) {
        for (PendingReports.Pending report : table.adopted()) {
          reporter.deliverEnd(report.run(), report.report());
          pending.remove(report.run());
          table.reported(report);
        }
        Thread.sleep(PAUSE_MILLIS);
        takeOver();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    }
  }
}
