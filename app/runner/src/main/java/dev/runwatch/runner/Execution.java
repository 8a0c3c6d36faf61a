/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.Json;
import dev.runwatch.metrics.RunnerMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a run. {@link #run} is called by one thread; the other methods are thread-safe.
 */
final class Execution implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Assignment assignment;
  private final ExecutorCatalogue executors;
  private final ChildEnvironment environment;
  private final Path runnerDir;
  private final RunnerMetrics metrics;
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private final CompletableFuture<Report> end = new CompletableFuture<>();
  private volatile @Nullable Duration stopGrace;

  Execution(
      Assignment assignment,
      ExecutorCatalogue executors,
      ChildEnvironment environment,
      Path runnerDir,
      RunnerMetrics metrics) {
    this.assignment = assignment;
    this.executors = executors;
    this.environment = environment;
    this.runnerDir = runnerDir;
    this.metrics = metrics;
  }

  String runId() {
    return assignment.runId();
  }

  /** Completes with whether the process was started. */
  CompletableFuture<Boolean> started() {
    return started;
  }

  /** Completes with the end of the run when its last process has ended. */
  CompletableFuture<Report> end() {
    return end;
  }

  /**
   * Asks the run to end: SIGTERM, and SIGKILL to the rest after the grace period. A second request
   * can only shorten the grace period.
   *
   * @return whether it was the first
   */
  synchronized boolean stop(Duration grace) {
    Duration before = stopGrace;
    if (before == null || grace.compareTo(before) < 0) {
      stopGrace = grace;
    }
    return before == null;
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    Report report;
    boolean executed = true;
    try {
      if (stopGrace != null) {
        executed = false;
        report = Report.stoppedBeforeItBegan();
      } else {
        Executor executor = executor();
        report = watch(start(executor), executor, begin);
      }
    } catch (InvalidRunException e) {
      report = Report.failed(e.reason());
    } catch (InterruptedException e) {
      report = Report.failed("the runner was shut down before the run ended");
    } catch (RuntimeException | Error e) {
      LOG.error("run {}: unexpected failure", runId(), e);
      report = Report.failed("the runner failed to execute the run: " + e);
    }
    if (executed) {
      metrics.runExecuted(Duration.ofNanos(System.nanoTime() - begin));
    }
    LOG.debug("run {} ended: {}", runId(), report.kind());
    started.complete(false); // unless it is known already
    end.complete(report);
  }

  private ProcessTree start(Executor executor) throws InvalidRunException {
    Map<String, String> variables = new HashMap<>();
    for (Parameter parameter : executor.parameters()) {
      variables.put(parameter.variable(), parameter.valueIn(assignment.parameters()));
    }
    Path dir = directory();
    @Nullable Path input = null;
    try {
      input = Files.createTempFile("runwatch-run-", ".json");
      Files.write(input, Json.bytes(assignment.json()));
      ProcessTree tree =
          ProcessTree.start(executor.command(), environment.of(assignment, variables), dir, input);
      started.complete(true);
      return tree;
    } catch (IOException e) {
      throw new InvalidRunException(
          "cannot start executor '" + executor.name() + "': " + e.getMessage());
    } finally {
      delete(input);
    }
  }

  private Executor executor() throws InvalidRunException {
    return executors
        .find(assignment.executor())
        .orElseThrow(
            () ->
                new InvalidRunException(
                    "this runner has no executor '"
                        + assignment.executor()
                        + "'; it has "
                        + String.join(", ", executors.names())));
  }

  private Path directory() throws InvalidRunException {
    String wanted = assignment.projectDir().orElse("");
    Path dir;
    try {
      dir = runnerDir.resolve(wanted);
    } catch (InvalidPathException e) {
      throw new InvalidRunException("project_dir is not a path: " + e.getReason());
    }
    if (!Files.isDirectory(dir)) {
      throw new InvalidRunException("project_dir '" + dir + "' is not a directory on this runner");
    }
    return dir;
  }

  private Report watch(ProcessTree tree, Executor executor, long begin)
      throws InterruptedException {
    OutputTail out = new OutputTail();
    OutputTail err = new OutputTail();
    Termination stopping = new Termination(tree, assignment.timeout());
    try {
      long pause = 1;
      while (true) {
        boolean moved = out.pull(tree.stdout());
        moved |= err.pull(tree.stderr());
        pause = moved ? 1 : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        if (tree.awaitExit(pause)) {
          if (!stopping.begun() || !tree.hasSurvivors()) {
            break;
          }
          Thread.sleep(pause); // the process has ended, a child has not
        }
        stopping.advance(Duration.ofNanos(System.nanoTime() - begin), stopGrace);
      }
    } catch (InterruptedException e) {
      tree.kill();
      throw e;
    }
    if (stopping.begun() || !executor.tidy()) {
      // Before the rest of the output is read, so that no process writes any more.
      tree.kill();
    }
    while (out.pull(tree.stdout())) {}
    while (err.pull(tree.stderr())) {}
    return stopping.report(tree.exitCode(), out, err);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", file, e.getMessage());
    }
  }
}
