/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Registers, polls for runs while a slot is free, and receives requests to stop runs.
 *
 * <p>A poll claims a run, so none is sent while every slot is taken. Stops are then looked up in
 * the list of the coordinator's runs, once a second.
 */
final class PollLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  /** How long a runner waits for a free slot before it waits for runs to stop besides. */
  private static final Duration SLOT_PAUSE = Duration.ofSeconds(1);

  /** The timeout of a poll beyond the time that the coordinator lets it wait. */
  private static final Duration POLL_MARGIN = Duration.ofSeconds(5);

  private static final Duration CLOSED_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_FRUITLESS_PAUSE = Duration.ofSeconds(1);

  /** The result of a poll, which decides the pause before the next one. */
  private enum Outcome {
    PROGRESS,
    FRUITLESS,
    FAILED
  }

  private final CoordinatorClient client;
  private final RegistrationState registrationState;
  private final ConnectivityState connectivity;
  private final Registrar registrar;
  private final RunExecutor runExecutor;
  private final Intake intake;
  private final Consumer<String> end;
  private final Pauses failures = new Pauses();
  private final Pauses fruitless = new Pauses();
  private volatile boolean suspected;
  private volatile boolean waitsForStopsOnly;

  /**
   * @param end called with the reason when this runner must end
   */
  PollLoop(
      CoordinatorClient client,
      RegistrationState registrationState,
      ConnectivityState connectivity,
      Registrar registrar,
      RunExecutor runExecutor,
      Intake intake,
      Consumer<String> end) {
    this.client = client;
    this.registrationState = registrationState;
    this.connectivity = connectivity;
    this.registrar = registrar;
    this.runExecutor = runExecutor;
    this.intake = intake;
    this.end = end;
  }

  /** A slot is free, so a poll that takes no runs is not needed any more. */
  void slotFreed() {
    if (waitsForStopsOnly) {
      client.cancelPoll();
    }
  }

  /**
   * Polls at once, because another request was answered that the coordinator does not know this
   * registration. The answer of the poll shows whether it lost the registration or removed it.
   */
  void suspect(Registration registration) {
    if (registrationState.isStillBy(registration)) {
      suspected = true;
      client.cancelPoll();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        try {
          turn();
        } catch (RuntimeException e) {
          // Without this loop the runner would send heartbeats and execute nothing.
          LOG.error("unexpected failure; polling continues", e);
          failures.pause(Duration.ofSeconds(5));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    }
  }

  private void turn() throws InterruptedException {
    Registration me = registrationState.current();
    if (me == null) {
      registrar.register();
      suspected = false;
      return;
    }
    if (registrar.isOutdated()) {
      LOG.info("other executors can be executed now, registering again");
      registrationState.lost();
      return;
    }
    switch (poll(me, mayTakeRuns())) {
      case PROGRESS -> {
        failures.reset();
        fruitless.reset();
      }
      case FRUITLESS -> {
        failures.reset();
        fruitless.pause(LONGEST_FRUITLESS_PAUSE);
      }
      case FAILED -> failures.pause(me.longestPause());
    }
  }

  /** Whether a run could be executed; waits for a while when it could not. */
  private boolean mayTakeRuns() throws InterruptedException {
    if (!intake.mayPoll()) {
      Thread.sleep(CLOSED_PAUSE.toMillis());
      return false;
    }
    return runExecutor.awaitFreeSlot(SLOT_PAUSE);
  }

  private Outcome poll(Registration me, boolean takesRuns) throws InterruptedException {
    long begin = System.nanoTime();
    // Runs may be taken soon again after a fault, and after a drain never.
    boolean paused = !takesRuns && !intake.isClosed() && runExecutor.hasFreeSlot();
    Response answer;
    waitsForStopsOnly = !takesRuns && !paused;
    try {
      answer =
          client.poll(
              me,
              takesRuns,
              paused ? CLOSED_PAUSE : me.pollTimeout().plus(POLL_MARGIN),
              () -> waitsForStopsOnly && !intake.isClosed() && runExecutor.hasFreeSlot());
    } catch (IOException e) {
      if (suspected) {
        suspected = false;
        return Outcome.FRUITLESS; // cancelled by suspect(); polls again
      }
      if (intake.isClosed()) {
        return Outcome.FRUITLESS; // cancelled, because no more runs are taken
      }
      if (paused || (!takesRuns && runExecutor.hasFreeSlot())) {
        return Outcome.PROGRESS; // cancelled, to take runs again
      }
      connectivity.failed("a poll failed: " + e.getMessage());
      return Outcome.FAILED;
    } finally {
      waitsForStopsOnly = false;
    }
    suspected = false;
    if (!answer.isFromHealthyCoordinator()) {
      connectivity.failed("a poll was answered with " + answer.describe());
      return Outcome.FAILED;
    }
    connectivity.gotThrough();
    if (answer.isUnknownRunner()) {
      LOG.info("the coordinator does not know this runner, registering again");
      registrationState.lost();
      return Outcome.PROGRESS;
    }
    if (answer.isSuperseded()) {
      end.accept(Runner.SUPERSEDED);
      return Outcome.FRUITLESS;
    }
    if (answer.body().path("deregistered").asBoolean(false)) {
      end.accept(Runner.DEREGISTERED);
      return Outcome.FRUITLESS;
    }
    if (take(answer.body())) {
      return Outcome.PROGRESS;
    }
    // An empty answer after the wait is normal; empty answers at once must not become a busy loop.
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return took.compareTo(me.pollTimeout().dividedBy(2)) >= 0
        ? Outcome.PROGRESS
        : Outcome.FRUITLESS;
  }

  private boolean take(JsonNode body) throws InterruptedException {
    boolean fresh = false;
    for (JsonNode runId : body.path("stop_runs")) {
      fresh |= runExecutor.stop(runId.asString(""));
    }
    JsonNode run = body.path("run");
    if (run.isObject()) {
      Assignment assignment = Assignment.read(run).orElse(null);
      if (assignment == null) {
        LOG.error("the coordinator returned a run without a valid run_id; it is ignored");
      } else {
        fresh |= runExecutor.begin(assignment);
      }
    }
    return fresh;
  }
}
