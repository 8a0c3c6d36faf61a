/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Registers this runner, trying for ever. */
final class Registrar {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);
  private static final Duration DEFAULT_POLL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(20);

  /** Between two tries, when the coordinator has not said yet how often it wants to be asked. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final CoordinatorClient client;
  private final RegistrationState membership;
  private final ConnectivityState contact;
  private final Set<String> executors;

  Registrar(
      CoordinatorClient client,
      RegistrationState membership,
      ConnectivityState contact,
      Set<String> executors) {
    this.client = client;
    this.membership = membership;
    this.contact = contact;
    this.executors = executors;
  }

  /** Returns once the coordinator has taken this runner. */
  void register() throws InterruptedException {
    BackOff backOff = new BackOff();
    Registration before = membership.latest();
    Duration pause = before == null ? LONGEST_PAUSE : before.longestPause();
    while (!tried()) {
      backOff.pause(pause);
    }
  }

  private boolean tried() throws InterruptedException {
    try {
      Response answer = client.register(executors);
      String runnerId = answer.body().path("runner_id").asString("");
      if (answer.isSuccess() && !runnerId.isEmpty()) {
        contact.gotThrough();
        log.info("registered as {}", runnerId);
        membership.joined(
            new Registration(
                runnerId,
                seconds(answer.body().path("poll_timeout_seconds"), DEFAULT_POLL),
                seconds(answer.body().path("heartbeat_interval_seconds"), DEFAULT_HEARTBEAT)));
        return true;
      }
      contact.failed("the registration got " + answer.describe());
    } catch (IOException e) {
      contact.failed("the registration failed: " + e.getMessage());
    }
    return false;
  }

  /** What the coordinator says, within reason: 50 ms to an hour. */
  private static Duration seconds(JsonNode value, Duration otherwise) {
    double seconds = value.asDouble(0);
    return seconds > 0
        ? Duration.ofMillis(Math.round(Math.max(0.05, Math.min(3600, seconds)) * 1000))
        : otherwise;
  }
}
