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
 * Begins and stops runs on request of the coordinator. A repeated request has no effect.
 * Thread-safe, except that only the poll loop calls {@link #begin}.
 */
final class RunExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

  private final RunTable table;
  private final Reporter reporter;
  private final ExecutorCatalogue executors;
  private final ChildEnvironment environment;
  private final Path runnerDir;
  private final RunnerMetrics metrics;
  private final RunnerThreads threads;
  private final Set<String> beingAnswered = ConcurrentHashMap.newKeySet();

  RunExecutor(
      RunTable table,
      Reporter reporter,
      ExecutorCatalogue executors,
      ChildEnvironment environment,
      Path runnerDir,
      RunnerMetrics metrics,
      RunnerThreads threads) {
    this.table = table;
    this.reporter = reporter;
    this.executors = executors;
    this.environment = environment;
    this.runnerDir = runnerDir;
    this.metrics = metrics;
    this.threads = threads;
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
    String runId = assignment.runId();
    if (table.find(runId).isPresent()) {
      LOG.debug("run {} was delivered again while it executes; ignored", runId);
      return false;
    }
    if (table.hasEnded(runId)) {
      LOG.info("run {} was delivered again after its end; reporting the end again", runId);
      answer(
          runId,
          table
              .lastReport(runId)
              .orElse(
                  Report.failed(
                      "this runner executed the run before and no longer has its result")));
      return false;
    }
    while (!table.awaitFreeSlot(Duration.ofSeconds(1))) {
      LOG.debug("run {} waits for a slot", runId);
    }
    Execution execution = new Execution(assignment, executors, environment, runnerDir, metrics);
    table.add(execution);
    threads.start("run-" + runId, execution);
    threads.start("report-" + runId, new RunReporting(execution, reporter, table));
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
      return execution.stop(Termination.GRACE);
    }
    if (runId.isEmpty() || table.hasEnded(runId)) {
      return false;
    }
    // Its delivery was lost, or an earlier instance began it.
    LOG.info("run {} must stop and is not executing here; reporting it stopped", runId);
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
