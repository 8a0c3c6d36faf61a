/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Registers, asks for work while a slot is free, and learns which runs are to be stopped.
 *
 * <p>A poll claims a run, so none is sent while every slot is taken. Stops are then looked up in
 * the list of the coordinator's runs, once a second.
 */
final class PollLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);
  private static final Duration LOOK_FOR_STOPS = Duration.ofSeconds(1);
  private static final Duration LONGEST_FRUITLESS_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_PAGES = 20;

  /** What a poll was good for. */
  private enum Outcome {
    PROGRESS,
    FRUITLESS,
    FAILED
  }

  private final CoordinatorClient client;
  private final RegistrationState membership;
  private final ConnectivityState contact;
  private final Registrar registrar;
  private final RunExecutor work;
  private final Consumer<String> end;
  private final BackOff failures = new BackOff();
  private final BackOff fruitless = new BackOff();
  private volatile boolean suspected;

  /**
   * @param end told, with the reason, when this runner is wanted no more
   */
  PollLoop(
      CoordinatorClient client,
      RegistrationState membership,
      ConnectivityState contact,
      Registrar registrar,
      RunExecutor work,
      Consumer<String> end) {
    this.client = client;
    this.membership = membership;
    this.contact = contact;
    this.registrar = registrar;
    this.work = work;
    this.end = end;
  }

  /**
   * Somebody else was told that the coordinator does not know this registration. The next poll, at
   * once, tells whether it has forgotten this runner or wants to be rid of it.
   */
  void suspect(Registration registration) {
    if (membership.isStillBy(registration)) {
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
          // A runner that only heartbeats would look alive and do nothing.
          log.error("unexpected failure, polling on", e);
          failures.pause(Duration.ofSeconds(5));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    }
  }

  private void turn() throws InterruptedException {
    Registration me = membership.current();
    if (me == null) {
      registrar.register();
      suspected = false;
      return;
    }
    if (!work.awaitFreeSlot(LOOK_FOR_STOPS) && !suspected) {
      lookForStops(me);
      return;
    }
    switch (poll(me)) {
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

  private Outcome poll(Registration me) throws InterruptedException {
    long begin = System.nanoTime();
    Response answer;
    try {
      answer = client.poll(me);
    } catch (IOException e) {
      if (suspected) {
        suspected = false;
        return Outcome.FRUITLESS; // cancelled, to be sent again
      }
      contact.failed("a poll failed: " + e.getMessage());
      return Outcome.FAILED;
    }
    suspected = false;
    if (!answer.isFromHealthyCoordinator()) {
      contact.failed("a poll got " + answer.describe());
      return Outcome.FAILED;
    }
    contact.gotThrough();
    if (answer.isUnknownRunner()) {
      log.info("the coordinator does not know this runner, registering again");
      membership.lost();
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
    // Nothing, at the end of the wait, is as it should be; nothing at once must not become a loop.
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return took.compareTo(me.pollTimeout().dividedBy(2)) >= 0
        ? Outcome.PROGRESS
        : Outcome.FRUITLESS;
  }

  private boolean take(JsonNode body) throws InterruptedException {
    boolean fresh = false;
    for (JsonNode runId : body.path("stop_runs")) {
      fresh |= work.stop(runId.asString(""));
    }
    JsonNode run = body.path("run");
    if (run.isObject()) {
      Assignment assignment = Assignment.read(run).orElse(null);
      if (assignment == null) {
        log.error("the coordinator handed out a run without a usable run_id");
      } else {
        fresh |= work.begin(assignment);
      }
    }
    return fresh;
  }

  private void lookForStops(Registration me) throws InterruptedException {
    String cursor = "";
    try {
      for (int page = 0; page < MOST_PAGES; page++) {
        Response answer = client.stoppingRuns(me, cursor);
        for (JsonNode run : answer.body().path("runs")) {
          if (run.path("runner_id").asString("").equals(me.runnerId())) {
            work.stop(run.path("run_id").asString(""));
          }
        }
        @Nullable String next = answer.body().path("next").asStringOpt().orElse(null);
        if (next == null || next.isEmpty()) {
          return;
        }
        cursor = next;
      }
    } catch (IOException e) {
      log.debug("could not look for runs to stop", e);
    }
  }
}
