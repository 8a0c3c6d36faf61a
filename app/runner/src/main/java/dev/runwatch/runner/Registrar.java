/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Registers this runner, with retries until it succeeds. */
final class Registrar {

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
  private static final Duration DEFAULT_POLL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(20);

  /** The longest pause between two attempts before the coordinator has named its interval. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final CoordinatorClient client;
  private final RegistrationState registrationState;
  private final ConnectivityState connectivity;
  private final Succession succession;
  private final UsableExecutors executors;

  Registrar(
      CoordinatorClient client,
      RegistrationState registrationState,
      ConnectivityState connectivity,
      Succession succession,
      UsableExecutors executors) {
    this.client = client;
    this.registrationState = registrationState;
    this.connectivity = connectivity;
    this.succession = succession;
    this.executors = executors;
  }

  /** Returns when this runner is registered. */
  void register() throws InterruptedException {
    Pauses pauses = new Pauses();
    Registration before = registrationState.latest();
    Duration pause = before == null ? LONGEST_PAUSE : before.longestPause();
    while (!tried()) {
      pauses.pause(pause);
    }
  }

  /** Whether the coordinator has to learn of other executors than those that were offered. */
  boolean isOutdated() {
    return executors.changed();
  }

  private boolean tried() throws InterruptedException {
    try {
      succession.reportBeforeRegistration();
      Response answer = client.register(executors.offer());
      String runnerId = answer.body().path("runner_id").asString("");
      if (answer.isSuccess() && !runnerId.isEmpty()) {
        connectivity.gotThrough();
        LOG.info("registered as {}", runnerId);
        registrationState.joined(
            new Registration(
                runnerId,
                seconds(answer.body().path("poll_timeout_seconds"), DEFAULT_POLL),
                seconds(answer.body().path("heartbeat_interval_seconds"), DEFAULT_HEARTBEAT),
                lease(answer.body().path("lease_seconds"))));
        return true;
      }
      connectivity.failed("the registration was answered with " + answer.describe());
    } catch (IOException e) {
      connectivity.failed("the registration failed: " + e.getMessage());
    }
    return false;
  }

  private static Optional<Duration> lease(JsonNode value) {
    return value.asDouble(0) > 0 ? Optional.of(seconds(value, Duration.ZERO)) : Optional.empty();
  }

  /** The duration in an answer, bounded to 50 ms to 1 h. */
  private static Duration seconds(JsonNode value, Duration otherwise) {
    double seconds = value.asDouble(0);
    return seconds > 0
        ? Duration.ofMillis(Math.round(Math.max(0.05, Math.min(3600, seconds)) * 1000))
        : otherwise;
  }
}
