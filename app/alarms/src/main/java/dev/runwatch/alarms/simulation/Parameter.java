/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

/** A parameter of the simulated platform, with its name in model files. */
public enum Parameter {
  /** Runs that are created in a minute, on average. */
  RUNS_PER_MINUTE("runs_per_minute", 1, 0, 10_000),
  /** The probability that a run fails. */
  FAILURE_RATE("failure_rate", 0.02, 0, 1),
  /** The probability that a run ends as the run before it, whatever the failure rate. */
  AUTOCORRELATION("autocorrelation", 0, 0, 0.999),
  /** Bursts of runs in a day. */
  BURSTS_A_DAY("bursts_a_day", 0, 0, 1440),
  BURST_MINUTES("burst_minutes", 10, 1, 1440),
  /** By how much a burst multiplies the runs that are created. */
  BURST_FACTOR("burst_factor", 1, 0, 1000),
  /** Runs that the runners can execute in a minute; 0 is as many as there are. */
  CAPACITY("capacity_per_minute", 0, 0, 100_000),
  /** Runners online. */
  RUNNERS("runners", 3, 0, 10_000),
  /** How often in a day all runners go offline at once. */
  RUNNER_OUTAGES_A_DAY("runner_outages_a_day", 0, 0, 1440),
  RUNNER_OUTAGE_MINUTES("runner_outage_minutes", 10, 1, 10_000),
  /** 1 where the coordinator runs, 0 where it is stopped and publishes nothing. */
  COORDINATOR("coordinator", 1, 0, 1),
  /** How often in a day the coordinator is stopped for a while. */
  SILENCES_A_DAY("silences_a_day", 0, 0, 1440),
  SILENCE_MINUTES("silence_minutes", 10, 1, 10_000),
  /** How often in a day the coordinator's health check fails for a while. */
  UNHEALTHY_A_DAY("unhealthy_a_day", 0, 0, 1440),
  UNHEALTHY_MINUTES("unhealthy_minutes", 10, 1, 10_000),
  /** The share of minutes whose data arrive after their first evaluation. */
  LATE("late", 0, 0, 1),
  /** The share of minutes whose data never arrive. */
  LOST("lost", 0, 0, 1);

  final String word;
  final double initial;
  final double least;
  final double most;

  Parameter(String word, double initial, double least, double most) {
    this.word = word;
    this.initial = initial;
    this.least = least;
    this.most = most;
  }

  /** The name in model files. */
  public String word() {
    return word;
  }
}
