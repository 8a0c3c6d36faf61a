/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of one coordinator: registers, polls, executes runs as subprocesses, heartbeats and
 * reports.
 *
 * <p>It outlives its coordinator: while that is away runs go on, their reports wait, and it
 * registers again when it is forgotten. It ends when it is closed, when it is deregistered, and
 * when another instance of the same identity takes over; it then stops its runs.
 *
 * <p>Safe for use by many threads, and makes its own, all named {@code runner-…}.
 */
public final class Runner implements AutoCloseable {

  static final String CLOSED = "closed";
  static final String SUPERSEDED = "another instance of this runner took over";
  static final String DEREGISTERED = "deregistered by the coordinator";

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  /** What closing may take at most: the runs' grace, their reports, good-bye, the threads' ends. */
  private static final Duration RUNS_GRACE = Duration.ofSeconds(4);

  private static final Duration RUNS_DEADLINE = Duration.ofMillis(5_500);
  private static final Duration GOODBYE_TIMEOUT = Duration.ofMillis(750);
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private final RegistrationState membership = new RegistrationState();
  private final RunnerThreads threads = new RunnerThreads();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final RunTable table;
  private final CoordinatorClient client;
  private final RunExecutor work;
  private final PollLoop pollLoop;
  private final HeartbeatLoop heartbeatLoop;
  private volatile @Nullable Thread poller;

  private Runner(RunnerConfig config, RunnerToken token, MeterRegistry published) {
    RunnerMetrics metrics = RunnerMetrics.on(published, config.environment());
    ExecutorCatalogue executors = ExecutorCatalogue.of(config.executors(), config.enableShell());
    ConnectivityState contact = new ConnectivityState(config.coordinator());
    this.table = new RunTable(config.maxRuns());
    this.client = new CoordinatorClient(config, token, UUID.randomUUID().toString(), threads);
    Runnable superseded = () -> end(SUPERSEDED);
    Reporter reporter = new Reporter(client, membership, this::suspect, superseded);
    this.work =
        new RunExecutor(table, reporter, executors, Path.of(config.projectDir()), metrics, threads);
    Registrar registrar = new Registrar(client, membership, contact, executors.names());
    this.pollLoop = new PollLoop(client, membership, contact, registrar, work, this::end);
    this.heartbeatLoop =
        new HeartbeatLoop(client, membership, contact, metrics, this::suspect, superseded);
    metrics.observe(new ObservedState(contact, table, ending));
  }

  /**
   * Starts a runner and returns at once; it keeps trying to register until the coordinator has it.
   *
   * @param config what it is and may do
   * @param published where its metrics go; stays the caller's
   */
  public static Runner start(RunnerConfig config, MeterRegistry published) {
    return start(config, RunnerToken.none(), published);
  }

  /**
   * Starts a runner and returns at once; it keeps trying to register until the coordinator has it.
   *
   * @param config what it is and may do
   * @param token what it sends to the coordinator to say who it is
   * @param published where its metrics go; stays the caller's
   */
  public static Runner start(RunnerConfig config, RunnerToken token, MeterRegistry published) {
    Runner runner = new Runner(config, token, published);
    runner.begin();
    return runner;
  }

  private void begin() {
    poller = threads.start("poll", pollLoop);
    threads.start("heartbeat", heartbeatLoop);
  }

  /**
   * The runner's id once it is first registered; fails, because of a {@link
   * java.util.concurrent.CancellationException}, when the runner ends before.
   */
  public CompletableFuture<String> registered() {
    return membership.first().copy();
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
   * eight seconds also when the coordinator is away; what it then could not report the coordinator
   * finds out by itself. Idempotent.
   */
  @Override
  public void close() {
    end(CLOSED);
    ended.join();
  }

  private void suspect(Registration registration) {
    pollLoop.suspect(registration);
  }

  private void end(String reason) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    if (reason.equals(CLOSED)) {
      log.info("stopping: {}", reason);
    } else {
      log.warn("stopping: {}", reason);
    }
    Thread thread = new Thread(() -> shutDown(reason), "runner-shutdown");
    thread.start();
  }

  private void shutDown(String reason) {
    long begin = System.nanoTime();
    try {
      stopPolling();
      membership.settle();
      table.active().forEach(run -> run.stop(RUNS_GRACE));
      table.awaitEmpty(begin + RUNS_DEADLINE.toNanos());
      if (reason.equals(CLOSED)) {
        sayGoodbye();
      }
      client.close();
      threads.end(begin + DEADLINE.toNanos());
    } catch (InterruptedException e) {
      log.warn("interrupted while stopping");
    } finally {
      membership.first().cancel(false);
      ended.complete(reason);
    }
  }

  private void stopPolling() throws InterruptedException {
    Thread thread = poller;
    if (thread != null) {
      thread.interrupt();
      thread.join(500);
    }
  }

  private void sayGoodbye() throws InterruptedException {
    Registration me = membership.latest();
    if (me == null) {
      return;
    }
    try {
      // Deregistering names no instance: it must not send a successor away.
      if (client.heartbeat(me, GOODBYE_TIMEOUT).isSuccess()) {
        client.deregister(me, GOODBYE_TIMEOUT);
      }
    } catch (IOException e) {
      log.info("the coordinator could not be told good-bye: {}", e.getMessage());
    }
  }
}
