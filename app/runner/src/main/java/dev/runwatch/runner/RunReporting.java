/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports one run: first its start, then its end. */
final class RunReporting implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunReporting.class);

  private final Execution execution;
  private final Reporter reporter;
  private final RunTable table;

  RunReporting(Execution execution, Reporter reporter, RunTable table) {
    this.execution = execution;
    this.reporter = reporter;
    this.table = table;
  }

  @Override
  public void run() {
    String runId = execution.runId();
    try {
      if (execution.started().get() && !reporter.deliver(runId, Report.started())) {
        // The coordinator has given the run to another runner or ended it.
        execution.stop(Termination.GRACE);
        table.release(runId, execution.end().get());
        return;
      }
      Report end = execution.end().get();
      reporter.deliver(runId, end);
      table.release(runId, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // neither future ever fails
    } catch (RuntimeException e) {
      LOG.error("run {}: cannot report its end", runId, e);
      table.release(runId, null);
    }
  }
}
