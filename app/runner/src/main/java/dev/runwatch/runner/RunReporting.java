/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports one run: first its start, then its end, which is kept on disk until it is reported. */
final class RunReporting implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunReporting.class);

  private final Execution execution;
  private final Reporter reporter;
  private final PendingReports pending;
  private final RunTable table;

  RunReporting(Execution execution, Reporter reporter, PendingReports pending, RunTable table) {
    this.execution = execution;
    this.reporter = reporter;
    this.pending = pending;
    this.table = table;
  }

  @Override
  public void run() {
    HandOut run = execution.handOut();
    try {
      // Kept as soon as it is known, also while the start is still being reported.
      CompletableFuture<Report> kept = execution.end().thenApply(end -> keep(run, end));
      if (execution.started().get()
          && reporter.deliver(run, Report.started()) != Reporter.Delivery.ACCEPTED) {
        // The coordinator has given the run to another runner or ended it.
        execution.abandon();
      }
      execution.clear();
      Report end = kept.get();
      if (end.kind() != Report.Kind.ABANDONED) {
        deliver(run, end);
        pending.remove(run);
      }
      table.release(run, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // neither future ever fails
    } catch (RuntimeException e) {
      LOG.error("{}: cannot report its end", execution.label(), e);
      table.release(run, null);
    }
  }

  private void deliver(HandOut run, Report end) throws InterruptedException {
    boolean accepted = reporter.deliverEnd(run, end);
    LOG.info(
        "{}: {}{}", execution.label(), end.kind().path(), accepted ? "" : ", which was refused");
  }

  private Report keep(HandOut run, Report end) {
    if (end.kind() != Report.Kind.ABANDONED) {
      pending.add(run, end);
    }
    return end;
  }
}
