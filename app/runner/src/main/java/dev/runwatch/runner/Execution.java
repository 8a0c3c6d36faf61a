/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
  private final ExecutionContext context;
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private final CompletableFuture<Boolean> cleared = new CompletableFuture<>();
  private final CompletableFuture<Report> end = new CompletableFuture<>();
  private volatile @Nullable StopRequest request;

  /** The monotonic time at which the command was let begin, or 0. Of the executing thread. */
  private long begin;

  Execution(Assignment assignment, ExecutionContext context) {
    this.assignment = assignment;
    this.context = context;
  }

  String runId() {
    return assignment.runId();
  }

  HandOut handOut() {
    return assignment.handOut();
  }

  /** Names this execution in a log line. */
  String label() {
    return assignment.label();
  }

  /** Completes with whether the start has to be reported: the process waits to begin. */
  CompletableFuture<Boolean> started() {
    return started;
  }

  /** The coordinator has accepted the start, so this is still the current attempt. */
  synchronized void clear() {
    cleared.complete(true);
  }

  /** Does not begin, since this runner ends, unless the start has been accepted. */
  synchronized void handBackUnlessCleared() {
    if (!cleared.isDone()) {
      var unused = stop(new StopRequest(StopRequest.Reason.RUNNER_ENDS, Duration.ZERO));
    }
  }

  /** Completes with the end of the run when its last process has ended. */
  CompletableFuture<Report> end() {
    return end;
  }

  /**
   * Asks the run to end: SIGTERM, and SIGKILL to the rest after the grace period.
   *
   * @return whether it was the first request
   */
  synchronized boolean stop(StopRequest next) {
    StopRequest before = request;
    request = before == null ? next : before.and(next);
    cleared.complete(false);
    return before == null;
  }

  /** Ends a run that is not this runner's any more; nothing is reported. */
  void abandon() {
    stop(new StopRequest(StopRequest.Reason.NOT_OURS, Duration.ZERO));
  }

  /** Ends a run that was not begun, because this runner has no thread for it. */
  void refuse(String reason) {
    started.complete(false);
    end.complete(fault(reason));
  }

  @Override
  public void run() {
    Report report;
    boolean executed = true;
    try {
      StopRequest early = request;
      report = early == null ? execute() : early.reportBeforeTheBegin();
      executed = begin != 0;
    } catch (RunnerFaultException e) {
      executed = false;
      report = fault(e.reason());
    } catch (InvalidRunException e) {
      report = Report.failed(e.reason());
    } catch (InterruptedException e) {
      executed = begin != 0;
      StopRequest ends = new StopRequest(StopRequest.Reason.RUNNER_ENDS, Duration.ZERO);
      report = executed ? ends.report(assignment, "SIGKILL") : ends.reportBeforeTheBegin();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: unexpected failure", label(), e);
      executed = begin != 0;
      String why = "the runner failed to execute the run: " + e;
      report = executed ? Report.failed(why) : fault(why);
    }
    if (executed) {
      context.metrics().runExecuted(Duration.ofNanos(begin == 0 ? 0 : System.nanoTime() - begin));
    }
    started.complete(false); // unless it is known already
    end.complete(report);
  }

  private Report fault(String reason) {
    context.faults().happened(label(), reason);
    return Report.returned(reason);
  }

  private Report execute() throws InvalidRunException, RunnerFaultException, InterruptedException {
    Executor executor = executor();
    Map<String, String> variables = variables(executor);
    Path dir = directory();
    refuseUnlessUsable(executor, dir);
    RunProcess process = start(executor, variables, dir);
    try (process) {
      started.complete(true);
      StopRequest early = awaitClearance();
      if (early != null) {
        return early.reportBeforeTheBegin();
      }
      release(process);
      return watch(process, executor);
    } finally {
      if (begin == 0) {
        process.tree().kill();
      }
    }
  }

  private Map<String, String> variables(Executor executor) throws InvalidRunException {
    Map<String, String> variables = new HashMap<>();
    for (Parameter parameter : executor.parameters()) {
      variables.put(parameter.variable(), parameter.valueIn(assignment.parameters()));
    }
    return variables;
  }

  /**
   * A run begins only when the coordinator has accepted its start: this runner may have been
   * stopped or cut off since it was given the run, and another one may execute it.
   *
   * @return why it must not begin, or {@code null}
   */
  private @Nullable StopRequest awaitClearance() throws InterruptedException {
    try {
      cleared.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it never fails
    }
    if (assignment.mayBeExecutedAgain() && context.host().fence().lapsed()) {
      abandon();
    }
    return request;
  }

  private RunProcess start(Executor executor, Map<String, String> variables, Path dir)
      throws RunnerFaultException {
    try {
      RunProcess process =
          context
              .host()
              .start(
                  assignment,
                  context.limits().of(executor.name()).command(executor.command()),
                  context.environment().of(assignment, variables),
                  dir,
                  Json.bytes(assignment.json()));
      context.faults().startedWell();
      return process;
    } catch (IOException e) {
      throw new RunnerFaultException(
          "cannot start executor '" + executor.name() + "': " + e.getMessage());
    }
  }

  private void release(RunProcess process) throws RunnerFaultException {
    try {
      process.tree().release();
      begin = System.nanoTime();
      LOG.info(
          "{}: started, executor={} pid={}", label(), assignment.executor(), process.tree().pid());
    } catch (IOException e) {
      if (!process.endedByGuardian()) {
        throw new RunnerFaultException("its process ended before it began: " + e.getMessage());
      }
    }
  }

  private Executor executor() throws InvalidRunException {
    ExecutorCatalogue executors = context.executors();
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

  private Path directory() throws InvalidRunException, RunnerFaultException {
    Path runners = context.host().directory();
    if (!Files.isDirectory(runners)) {
      throw new RunnerFaultException("the runner's directory '" + runners + "' does not exist");
    }
    Path dir;
    try {
      dir = runners.resolve(assignment.projectDir().orElse(""));
    } catch (InvalidPathException e) {
      throw new InvalidRunException("project_dir is not a path: " + e.getReason());
    }
    if (!Files.isDirectory(dir)) {
      throw new InvalidRunException("project_dir '" + dir + "' is not a directory on this runner");
    }
    return dir;
  }

  private void refuseUnlessUsable(Executor executor, Path dir)
      throws InvalidRunException, RunnerFaultException {
    String problem = context.usable().problem(executor, dir).orElse(null);
    if (problem != null) {
      if (assignment.projectDir().isPresent() && CommandCheck.isRelative(executor.command())) {
        throw new InvalidRunException(problem + " in the project_dir '" + dir + "' of the run");
      }
      throw new RunnerFaultException(problem);
    }
  }

  private Report watch(RunProcess process, Executor executor) throws InterruptedException {
    ProcessTree tree = process.tree();
    OutputTail out = new OutputTail();
    OutputTail err = new OutputTail();
    Limits limits = context.limits().of(executor.name());
    ResourceWatch resources = new ResourceWatch(limits, tree.pid());
    Termination stopping = new Termination(tree, assignment.timeout(), limits);
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
        if (assignment.mayBeExecutedAgain() && context.host().fence().lapsed()) {
          abandon();
        }
        resources.exceeded(out.total() + err.total()).ifPresent(stopping::exceeded);
        stopping.advance(Duration.ofNanos(System.nanoTime() - begin), request);
      }
      if (stopping.begun() || !executor.tidy()) {
        // Before the rest of the output is read, so that no process writes any more.
        tree.kill();
      }
    } catch (InterruptedException e) {
      tree.kill();
      throw e;
    }
    while (out.pull(tree.stdout())) {}
    while (err.pull(tree.stderr())) {}
    if (assignment.mayBeExecutedAgain() && process.endedByGuardian()) {
      LOG.warn("{}: ended, because its lease was not renewed in time", label());
      return Report.abandoned();
    }
    StopRequest cause = request;
    return cause != null && stopping.wasRequested()
        ? cause.report(assignment, stopping.signal())
        : stopping.report(tree.exitCode(), out, err);
  }
}
