/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends: by itself, on request, or at its timeout. In the last two cases its processes get
 * SIGTERM, and SIGKILL after a grace period. Not thread-safe.
 */
final class Termination {

  /** The time between SIGTERM and SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** The exit status of a shell whose command was ended by SIGXCPU. */
  private static final int KILLED_FOR_CPU_TIME = 128 + 24;

  private static final int ENDED_BY_SIGKILL = 128 + 9;

  private static final String KILLED = "ended by SIGKILL from outside the runner (out of memory?)";

  private enum Cause {
    NONE,
    REQUEST,
    TIMEOUT,
    LIMIT
  }

  private final ProcessTree tree;
  private final Duration timeout;
  private final Limits limits;
  private Cause cause = Cause.NONE;
  private Limits.@Nullable Resource exceeded;
  private Duration termAt = Duration.ZERO;
  private boolean killed;

  Termination(ProcessTree tree, Duration timeout, Limits limits) {
    this.tree = tree;
    this.timeout = timeout;
    this.limits = limits;
  }

  boolean begun() {
    return cause != Cause.NONE;
  }

  /**
   * Sends the signals that are due.
   *
   * @param elapsed since the start of the process
   * @param request to stop, or {@code null} if there is none
   */
  void advance(Duration elapsed, @Nullable StopRequest request) {
    if (!begun()) {
      if (request != null) {
        cause = Cause.REQUEST;
      } else if (elapsed.compareTo(timeout) >= 0) {
        cause = Cause.TIMEOUT;
      } else {
        return;
      }
      termAt = elapsed;
      tree.terminate();
      return;
    }
    Duration grace = request == null ? GRACE : request.grace();
    if (!killed && elapsed.minus(termAt).compareTo(grace) >= 0) {
      killed = true;
      tree.kill();
    }
  }

  /** Ends a run at once that uses too much of a resource. */
  void exceeded(Limits.Resource resource) {
    if (!begun()) {
      cause = Cause.LIMIT;
      exceeded = resource;
      killed = true;
      tree.kill();
    }
  }

  /** Whether a request, and not the timeout, began it. */
  boolean wasRequested() {
    return cause == Cause.REQUEST;
  }

  /** The signal that was needed. */
  String signal() {
    return killed ? "SIGKILL" : "SIGTERM";
  }

  /** The report of a run that no request has ended. */
  Report report(int exitCode, OutputTail out, OutputTail err) {
    if (cause == Cause.TIMEOUT) {
      return Report.failed("timed out after " + seconds(timeout) + " s, ended by " + signal());
    }
    Limits.Resource resource = exceeded;
    if (resource == null && exitCode == KILLED_FOR_CPU_TIME) {
      resource = limits.get(Limits.Resource.CPU).isPresent() ? Limits.Resource.CPU : null;
    }
    if (resource != null) {
      return Report.failed(limits.exceeded(resource));
    }
    return exitCode == 0
        ? Report.completed(out.text())
        : Report.failed(why(exitCode, out, err) + limits.note());
  }

  /** The tail of stderr, else that of stdout, else the exit code. */
  private static String why(int exitCode, OutputTail out, OutputTail err) {
    String error = err.text().stripTrailing();
    if (error.isBlank()) {
      error = out.text().stripTrailing();
    }
    if (exitCode == ENDED_BY_SIGKILL) {
      return error.isBlank() ? KILLED : error + "\n[" + KILLED + "]";
    }
    return error.isBlank() ? "exited with code " + exitCode : error;
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1000.0);
  }
}
