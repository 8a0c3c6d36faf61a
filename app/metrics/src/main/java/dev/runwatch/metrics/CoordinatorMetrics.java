/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * What a coordinator records. Every counter exists, at zero, from the moment the recorder is made:
 * an alarm has to tell "no failure yet" from "nobody is there".
 *
 * <p>{@code created = completed + failed + stopped + unfinished} holds for one store.
 * Implementations are safe for use by many threads and never throw.
 */
public interface CoordinatorMetrics {

  /** Records nothing. */
  CoordinatorMetrics NOOP = new NoopCoordinatorMetrics();

  /** Records into a registry, each meter with the environment as its dimension. */
  static CoordinatorMetrics on(MeterRegistry registry, Environment environment) {
    return new MicrometerCoordinatorMetrics(registry, environment);
  }

  /** A run was accepted and stored. */
  void runCreated();

  /** A run ended {@code completed}. */
  void runCompleted();

  /** A run failed, by its runner's report or by the coordinator's decision. */
  void runFailed();

  /** A run ended {@code stopped}. */
  void runStopped();

  /** A run that was running waits again, because its runner was lost. */
  void runRetried();

  /**
   * A run was handed out for the first time.
   *
   * @param wait the time since its creation
   */
  void runWaited(Duration wait);

  /**
   * A request was answered in full. Not to be called for long polls and event streams.
   *
   * @param route method and path pattern, such as {@code GET /runs/{id}}; never the raw path, which
   *     would make a metric out of every run
   * @param status the HTTP status, 100 to 599
   * @param latency from the request's arrival to the end of the answer
   */
  void requestServed(String route, int status, Duration latency);

  /** Binds the gauges to the state they report; to be called once. */
  void observe(State state);

  /**
   * The state behind the gauges, read once a step. A method that throws leaves its gauge without a
   * value for that step: zero would be a false value.
   */
  interface State {
    /** Runs that wait for a runner. */
    long pendingRuns();

    /** Runs that runners execute. */
    long runningRuns();

    /** Runs that failed within the last 15 minutes. */
    long recentlyFailed();

    /** Runs that completed or failed within the last 15 minutes. */
    long recentlyEnded();

    /** Age of the longest waiting run; zero when nothing waits. */
    Duration oldestPendingAge();

    /** Runners online. */
    long onlineRunners();

    /** Open event streams of this process. */
    long sseConnections();

    /** Whether {@code GET /health}, asked over the service's own socket, answers 200. */
    boolean healthy();
  }
}
