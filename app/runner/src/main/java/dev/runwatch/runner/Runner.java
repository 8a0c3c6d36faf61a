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
 * A worker of one coordinator: registers, polls, executes runs as subprocesses, sends heartbeats,
 * and reports.
 *
 * <p>While the coordinator is unreachable, runs continue and their reports wait. When the
 * coordinator has lost the registration, the runner registers again. It ends when it is closed,
 * when it is deregistered, and when another instance of the same identity takes over; it then stops
 * its runs.
 *
 * <p>Safe for use by several threads. Its own threads are named {@code runner-…}.
 */
public final class Runner implements AutoCloseable {

  static final String CLOSED = "closed";
  static final String SUPERSEDED = "another instance of this runner took over";
  static final String DEREGISTERED = "deregistered by the coordinator";

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  /** Upper bounds while closing: grace of the runs, their reports, deregistration, everything. */
  private static final StopRequest RUNNER_ENDS =
      new StopRequest(StopRequest.Reason.RUNNER_ENDS, Duration.ofSeconds(4));

  private static final Duration RUNS_DEADLINE = Duration.ofMillis(5_500);
  private static final Duration DEREGISTER_TIMEOUT = Duration.ofMillis(750);
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private final RegistrationState registrationState = new RegistrationState();
  private final RunnerThreads threads = new RunnerThreads();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final RunTable table;
  private final CoordinatorClient client;
  private final InstanceFolder folder;
  private final Fence fence;
  private final ObservedState observed;
  private final Intake intake;
  private final Succession succession;
  private final PollLoop pollLoop;
  private final HeartbeatLoop heartbeatLoop;
  private volatile @Nullable Thread poller;

  private Runner(RunnerConfig config, RunnerToken token, MeterRegistry published) {
    RunnerMetrics metrics = RunnerMetrics.on(published, config.environment());
    ExecutorCatalogue executors = ExecutorCatalogue.of(config.executors(), config.enableShell());
    ConnectivityState connectivity = new ConnectivityState(config.coordinator());
    this.table = new RunTable(config.maxRuns());
    String instanceId = UUID.randomUUID().toString();
    this.folder = InstanceFolder.create(config, instanceId);
    this.client = new CoordinatorClient(config, token, instanceId, threads);
    this.fence = new Fence(folder.fence());
    ProcessHost host =
        new ProcessHost(
            Path.of(config.projectDir()),
            folder.inputs(),
            new ProcessRecords(folder.processes(), instanceId),
            fence);
    ChildEnvironment environment = ChildEnvironment.of(config.passEnv(), System.getenv());
    UsableExecutors usable =
        new UsableExecutors(
            executors, new CommandCheck(environment.searchPath()), host.directory());
    this.intake = new Intake(new RunnerFaults(metrics, () -> host.test().or(usable::noneUsable)));
    PendingReports pending =
        new PendingReports(
            folder.reports(),
            config.coordinator(),
            () -> new PendingReports.Reporting(runnerId(), instanceId),
            PendingReports.MOST_BYTES);
    Runnable superseded = () -> end(SUPERSEDED);
    Reporter reporter = new Reporter(client, registrationState, this::suspect, superseded);
    ExecutionContext context =
        new ExecutionContext(
            executors,
            usable,
            LimitCatalogue.of(config.limits(), executors.names()),
            environment,
            host,
            intake.faults(),
            metrics);
    RunExecutor runExecutor = new RunExecutor(table, reporter, pending, context, intake, threads);
    this.succession = new Succession(folder, client, registrationState, pending, table, reporter);
    Registrar registrar =
        new Registrar(client, registrationState, connectivity, succession, usable);
    this.pollLoop =
        new PollLoop(
            client, registrationState, connectivity, registrar, runExecutor, intake, this::end);
    table.whenFreed(pollLoop::slotFreed);
    this.heartbeatLoop =
        new HeartbeatLoop(
            client,
            registrationState,
            connectivity,
            table,
            fence,
            metrics,
            this::suspect,
            superseded);
    this.observed = new ObservedState(connectivity, table, ending);
    metrics.observe(observed);
  }

  /**
   * Starts a runner and returns at once. The runner retries its registration until it succeeds.
   *
   * @param config its settings
   * @param published the registry of its metrics, which the caller closes after the runner
   */
  public static Runner start(RunnerConfig config, MeterRegistry published) {
    return start(config, RunnerToken.none(), published);
  }

  /**
   * Starts a runner and returns at once. The runner retries its registration until it succeeds.
   *
   * @param config its settings
   * @param token the token that it sends with each request
   * @param published the registry of its metrics, which the caller closes after the runner
   */
  public static Runner start(RunnerConfig config, RunnerToken token, MeterRegistry published) {
    Runner runner = new Runner(config, token, published);
    runner.begin();
    return runner;
  }

  private void begin() {
    ProcessTree.prepare();
    succession.takeOver();
    threads.start("succession", succession);
    poller = threads.start("poll", pollLoop);
    threads.start("heartbeat", heartbeatLoop);
  }

  /**
   * Completes with the runner's id at its first registration. Fails with a {@link
   * java.util.concurrent.CancellationException} when the runner ends first.
   */
  public CompletableFuture<String> registered() {
    return registrationState.first().copy();
  }

  /**
   * Completes with the reason when the runner has ended: it was closed, another instance of the
   * same identity took over, or it was deregistered.
   */
  public CompletableFuture<String> ended() {
    return ended.copy();
  }

  /** Its state now. */
  public RunnerHealth health() {
    return new RunnerHealth(
        intake.faults().stoppedBy(),
        observed.coordinatorReachable(),
        intake.isClosed(),
        observed.slotsTotal(),
        observed.slotsBusy());
  }

  /** Whether it has ended because another instance of the same identity took over. */
  public boolean wasSuperseded() {
    return SUPERSEDED.equals(ended.getNow(""));
  }

  /**
   * Stops polling, ends the runs and reports them, deregisters, and ends every thread. Takes about
   * 8 s at most, also while the coordinator is unreachable; what is not reported then is reported
   * by the next process with the same identity and data folder. Idempotent.
   */
  @Override
  public void close() {
    end(CLOSED);
    ended.join();
  }

  /**
   * Takes no more runs, lets the running ones end for at most this long, then closes. Returns at
   * once.
   */
  public void drain(Duration longest) {
    intake.close();
    client.cancelPoll();
    table.active().forEach(Execution::handBackUnlessCleared);
    LOG.info("draining: no new runs, at most {} s for the running ones", longest.toSeconds());
    threads.start(
        "drain",
        () -> {
          try {
            table.awaitEmpty(System.nanoTime() + longest.toNanos());
            end(CLOSED);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the runner ends already
          }
        });
  }

  private String runnerId() {
    Registration latest = registrationState.latest();
    return latest == null ? "" : latest.runnerId();
  }

  private void suspect(Registration registration) {
    pollLoop.suspect(registration);
  }

  private void end(String reason) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    if (reason.equals(CLOSED)) {
      LOG.info("stopping: {}", reason);
    } else if (reason.equals(SUPERSEDED)) {
      LOG.error(
          "stopping: {}. Host name, project directory and name are its identity: to run both,"
              + " choose another --name",
          reason);
    } else {
      LOG.warn("stopping: {}", reason);
    }
    Thread thread = new Thread(() -> shutDown(reason), "runner-shutdown");
    thread.start();
  }

  private void shutDown(String reason) {
    long begin = System.nanoTime();
    try {
      intake.close();
      stopPolling();
      registrationState.settle();
      table.active().forEach(run -> run.stop(RUNNER_ENDS));
      table.awaitEmpty(begin + RUNS_DEADLINE.toNanos());
      if (reason.equals(CLOSED)) {
        deregister();
      }
      client.close();
      threads.end(begin + DEADLINE.toNanos());
    } catch (InterruptedException e) {
      LOG.warn("interrupted while stopping");
    } finally {
      fence.close();
      folder.close();
      registrationState.first().cancel(false);
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

  private void deregister() throws InterruptedException {
    Registration me = registrationState.latest();
    if (me == null) {
      return;
    }
    try {
      // Deregistering names no instance: it must not send a successor away.
      if (client.heartbeat(me, table.held(), DEREGISTER_TIMEOUT).isSuccess()) {
        client.deregister(me, DEREGISTER_TIMEOUT);
      }
    } catch (IOException e) {
      LOG.info("cannot deregister: {}", e.getMessage());
    }
  }
}
