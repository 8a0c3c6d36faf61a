/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and stops runs on request of the coordinator. A repeated request has no effect.
 * Thread-safe, except that only the poll loop calls {@link #begin}.
 */
final class RunExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

  private final RunTable table;
  private final Reporter reporter;
  private final PendingReports pending;
  private final ExecutionContext context;
  private final Intake intake;
  private final RunnerThreads threads;
  private final Set<String> beingAnswered = ConcurrentHashMap.newKeySet();

  RunExecutor(
      RunTable table,
      Reporter reporter,
      PendingReports pending,
      ExecutionContext context,
      Intake intake,
      RunnerThreads threads) {
    this.table = table;
    this.reporter = reporter;
    this.pending = pending;
    this.context = context;
    this.intake = intake;
    this.threads = threads;
  }

  boolean hasFreeSlot() {
    return table.hasFreeSlot();
  }

  boolean awaitFreeSlot(Duration atMost) throws InterruptedException {
    return table.awaitFreeSlot(atMost);
  }

  /**
   * Begins a run, or reports its end again when it has ended before.
   *
   * @return whether it was new
   */
  boolean begin(Assignment assignment) throws InterruptedException {
    HandOut run = assignment.handOut();
    Execution earlier = table.find(run.runId()).orElse(null);
    if (earlier != null) {
      if (!earlier.handOut().differsFrom(run)) {
        LOG.debug("{}: delivered again while it executes; ignored", assignment.label());
        return false;
      }
      LOG.warn("{}: handed out again; the earlier attempt is ended first", assignment.label());
      earlier.abandon();
      table.awaitReleased(run.runId());
    }
    if (table.hasEnded(run)) {
      LOG.info("{}: delivered again after its end; reporting the end again", assignment.label());
      answer(
          run,
          table
              .lastReport(run.runId())
              .orElse(
                  Report.failed(
                      "this runner executed the run before and no longer has its result")));
      return false;
    }
    while (!intake.isClosed() && !table.awaitFreeSlot(Duration.ofSeconds(1))) {
      LOG.debug("{}: waits for a slot", assignment.label());
    }
    if (intake.isClosed()) {
      LOG.info("{}: returned, because this runner is shutting down", assignment.label());
      return answer(run, Report.handedBack());
    }
    Execution execution = new Execution(assignment, context);
    RunReporting reporting = new RunReporting(execution, reporter, pending, table);
    table.add(execution);
    try {
      threads.start("report-" + run.runId(), reporting);
    } catch (OutOfMemoryError e) {
      execution.refuse("cannot start a thread: " + e.getMessage());
      reporting.run();
      return true;
    }
    try {
      threads.start("run-" + run.runId(), execution);
    } catch (OutOfMemoryError e) {
      execution.refuse("cannot start a thread: " + e.getMessage());
    }
    return true;
  }

  /**
   * Stops a run.
   *
   * @return whether it was not yet stopping
   */
  boolean stop(String runId) {
    Execution execution = table.find(runId).orElse(null);
    if (execution != null) {
      return execution.stop(new StopRequest(StopRequest.Reason.CLIENT, Termination.GRACE));
    }
    HandOut run = new HandOut(runId, 0);
    if (runId.isEmpty() || table.hasEnded(run)) {
      return false;
    }
    // Its delivery was lost, or an earlier instance began it.
    LOG.info("run {} must stop and is not executing here; reporting it stopped", runId);
    return answer(run, Report.stoppedBeforeItBegan());
  }

  private boolean answer(HandOut run, Report report) {
    if (!beingAnswered.add(run.runId())) {
      return false;
    }
    try {
      threads.start("report-" + run.runId(), () -> deliver(run, report));
      return true;
    } catch (OutOfMemoryError e) {
      LOG.warn("run_id={}: no thread to report it: {}", run.runId(), e.getMessage());
      beingAnswered.remove(run.runId());
      return false; // the coordinator asks again
    }
  }

  private void deliver(HandOut run, Report report) {
    try {
      reporter.deliverEnd(run, report);
      table.release(run, report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    } finally {
      beingAnswered.remove(run.runId());
    }
  }
}
