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

  private final InstanceFolder folder;
  private final PendingReports pending;
  private final RunTable table;
  private final Reporter reporter;

  Succession(InstanceFolder folder, PendingReports pending, RunTable table, Reporter reporter) {
    this.folder = folder;
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

  @Override
  public void run() {
    try {
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
