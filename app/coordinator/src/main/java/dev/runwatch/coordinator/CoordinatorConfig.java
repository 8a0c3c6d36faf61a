/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.metrics.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a coordinator runs.
 *
 * @param listen where it listens; port 0 takes a free one
 * @param store a path for SQLite, or a JDBC URL of SQLite or PostgreSQL
 * @param environment the environment its metrics belong to
 * @param pollWait how long a poll waits at most
 * @param heartbeatInterval what runners are told
 * @param staleAfter a runner unheard of for so long is stale
 * @param removeAfter a runner unheard of for so long is removed, and its runs fail
 * @param noMatchAfter a pending run fails once no online runner has matched it for so long
 * @param step how often its metrics are sampled; its own health is checked a few times within
 * @param noMatchExempt types of runs that wait for a runner for ever
 */
public record CoordinatorConfig(
    InetSocketAddress listen,
    String store,
    Environment environment,
    Duration pollWait,
    Duration heartbeatInterval,
    Duration staleAfter,
    Duration removeAfter,
    Duration noMatchAfter,
    Duration step,
    Predicate<String> noMatchExempt) {

  /**
   * Checks what no configuration may violate.
   *
   * @throws IllegalArgumentException if a duration is not positive, or stale comes after removed
   */
  public CoordinatorConfig {
    positive("poll-wait", pollWait);
    positive("heartbeat-interval", heartbeatInterval);
    positive("stale-after", staleAfter);
    positive("remove-after", removeAfter);
    positive("no-match-after", noMatchAfter);
    positive("step", step);
    if (staleAfter.compareTo(removeAfter) > 0) {
      throw new IllegalArgumentException("stale-after must not be longer than remove-after");
    }
  }

  /** The defaults of the command line. */
  public static CoordinatorConfig defaults() {
    return new CoordinatorConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 8765),
        ".runwatch/runs.db",
        new Environment("dev"),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(600),
        Duration.ofSeconds(300),
        Duration.ofSeconds(60),
        type -> false);
  }

  public CoordinatorConfig withListen(InetSocketAddress value) {
    return new CoordinatorConfig(
        value,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withStore(String value) {
    return new CoordinatorConfig(
        listen,
        value,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withEnvironment(Environment value) {
    return new CoordinatorConfig(
        listen,
        store,
        value,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withPollWait(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        value,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withHeartbeatInterval(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        value,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withStaleAfter(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        value,
        removeAfter,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withRemoveAfter(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        value,
        noMatchAfter,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withNoMatchAfter(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        value,
        step,
        noMatchExempt);
  }

  public CoordinatorConfig withStep(Duration value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        value,
        noMatchExempt);
  }

  public CoordinatorConfig withNoMatchExempt(Predicate<String> value) {
    return new CoordinatorConfig(
        listen,
        store,
        environment,
        pollWait,
        heartbeatInterval,
        staleAfter,
        removeAfter,
        noMatchAfter,
        step,
        value);
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0");
    }
  }
}
