/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and stops runs as the coordinator says, each run once however often it says so.
 * Thread-safe; {@link #begin} belongs to the poll loop.
 */
final class RunExecutor {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final RunTable table;
  private final Reporter reporter;
  private final ExecutorCatalogue executors;
  private final Path runnerDir;
  private final RunnerMetrics metrics;
  private final RunnerThreads threads;
  private final Set<String> beingAnswered = ConcurrentHashMap.newKeySet();

  RunExecutor(
      RunTable table,
      Reporter reporter,
      ExecutorCatalogue executors,
      Path runnerDir,
      RunnerMetrics metrics,
      RunnerThreads threads) {
    this.table = table;
    this.reporter = reporter;
    this.executors = executors;
    this.runnerDir = runnerDir;
    this.metrics = metrics;
    this.threads = threads;
  }

  boolean awaitFreeSlot(Duration atMost) throws InterruptedException {
    return table.awaitFreeSlot(atMost);
  }

  /**
   * Begins a run, or tells the coordinator again how it ended.
   *
   * @return whether it was new
   */
  boolean begin(Assignment assignment) throws InterruptedException {
    String runId = assignment.runId();
    if (table.find(runId).isPresent()) {
      log.debug("run {} is handed out again while it is here", runId);
      return false;
    }
    if (table.hasEnded(runId)) {
      log.info("run {} is handed out again after its end: reporting that again", runId);
      answer(
          runId,
          table
              .lastReport(runId)
              .orElse(Report.failed("executed by this runner before; its result is not kept")));
      return false;
    }
    while (!table.awaitFreeSlot(Duration.ofSeconds(1))) {
      log.debug("run {} waits for a slot", runId);
    }
    Execution execution = new Execution(assignment, executors, runnerDir, metrics);
    table.add(execution);
    threads.start("run-" + runId, execution);
    threads.start("report-" + runId, new RunReporting(execution, reporter, table));
    return true;
  }

  /**
   * Stops a run.
   *
   * @return whether that was news
   */
  boolean stop(String runId) {
    Execution execution = table.find(runId).orElse(null);
    if (execution != null) {
      return execution.stop(Termination.GRACE);
    }
    if (runId.isEmpty() || table.hasEnded(runId)) {
      return false;
    }
    // Handed out, and the answer was lost; or begun by an instance before this one.
    log.info("run {} is to be stopped and is not here: reporting it stopped", runId);
    return answer(runId, Report.stoppedBeforeItBegan());
  }

  private boolean answer(String runId, Report report) {
    if (!beingAnswered.add(runId)) {
      return false;
    }
    threads.start(
        "report-" + runId,
        () -> {
          try {
            reporter.deliver(runId, report);
            table.release(runId, report);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the runner ends
          } finally {
            beingAnswered.remove(runId);
          }
        });
    return true;
  }
}
