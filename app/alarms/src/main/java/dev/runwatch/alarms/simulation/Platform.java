/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.metrics.MetricCatalogue;
import java.util.Set;

/**
 * A simulated coordinator with its runners: runs are created, wait, and end; the coordinator and
 * the runners publish their metrics each minute, unless they are stopped. Not thread-safe.
 */
final class Platform {

  /** The minutes over which the coordinator counts recent runs. */
  private static final int RECENT_MINUTES = 15;

  /** Runs that one runner executes at a time. */
  private static final int SLOTS = 4;

  private static final int MINUTES_A_DAY = 1440;

  /** The metrics that it publishes. */
  static final Set<String> METRICS =
      Set.of(
          MetricCatalogue.RUNS_CREATED,
          MetricCatalogue.RUNS_COMPLETED,
          MetricCatalogue.RUNS_FAILED,
          MetricCatalogue.RUNS_ENDED_RECENT,
          MetricCatalogue.RUNS_FAILED_RECENT,
          MetricCatalogue.RUNS_PENDING,
          MetricCatalogue.OLDEST_PENDING_AGE,
          MetricCatalogue.RUNNERS_ONLINE,
          MetricCatalogue.COORDINATOR_HEALTHY,
          MetricCatalogue.COORDINATOR_REACHABLE,
          MetricCatalogue.RUNNER_SLOTS_COUNT,
          MetricCatalogue.RUNNER_SLOTS_BUSY);

  private final Chance chance;
  private final Trace trace;
  private final int created;
  private final int completed;
  private final int failed;
  private final int recentlyEnded;
  private final int recentlyFailed;
  private final int pending;
  private final int oldest;
  private final int online;
  private final int healthy;
  private final int reachable;
  private final int slots;
  private final int busySlots;
  private final Queue queue = new Queue();
  private final RecentRuns recent = new RecentRuns(RECENT_MINUTES);
  private int burst;
  private int silence;
  private int unhealthy;
  private int runnerOutage;
  private boolean lastFailed;

  /** What happened in a minute. */
  private record Minute(long created, long completed, long failed, double busy) {}

  /**
   * @param trace what it adds its minutes to
   */
  Platform(long seed, Distributions distributions, Trace trace) {
    this.chance = new Chance(seed, distributions);
    this.trace = trace;
    this.created = trace.column(MetricCatalogue.RUNS_CREATED);
    this.completed = trace.column(MetricCatalogue.RUNS_COMPLETED);
    this.failed = trace.column(MetricCatalogue.RUNS_FAILED);
    this.recentlyEnded = trace.column(MetricCatalogue.RUNS_ENDED_RECENT);
    this.recentlyFailed = trace.column(MetricCatalogue.RUNS_FAILED_RECENT);
    this.pending = trace.column(MetricCatalogue.RUNS_PENDING);
    this.oldest = trace.column(MetricCatalogue.OLDEST_PENDING_AGE);
    this.online = trace.column(MetricCatalogue.RUNNERS_ONLINE);
    this.healthy = trace.column(MetricCatalogue.COORDINATOR_HEALTHY);
    this.reachable = trace.column(MetricCatalogue.COORDINATOR_REACHABLE);
    this.slots = trace.column(MetricCatalogue.RUNNER_SLOTS_COUNT);
    this.busySlots = trace.column(MetricCatalogue.RUNNER_SLOTS_BUSY);
  }

  /** Adds minutes to its trace. */
  void run(Conditions conditions, int minutes) {
    for (int i = 0; i < minutes; i++) {
      minute(conditions);
    }
  }

  private void minute(Conditions now) {
    burst = spell(burst, now, Parameter.BURSTS_A_DAY, Parameter.BURST_MINUTES);
    silence = spell(silence, now, Parameter.SILENCES_A_DAY, Parameter.SILENCE_MINUTES);
    unhealthy = spell(unhealthy, now, Parameter.UNHEALTHY_A_DAY, Parameter.UNHEALTHY_MINUTES);
    runnerOutage =
        spell(runnerOutage, now, Parameter.RUNNER_OUTAGES_A_DAY, Parameter.RUNNER_OUTAGE_MINUTES);
    boolean stopped = silence > 0 || now.get(Parameter.COORDINATOR) == 0;
    double runners = runnerOutage > 0 ? 0 : now.get(Parameter.RUNNERS);
    double late = now.get(Parameter.LATE);
    double lost = now.get(Parameter.LOST);
    trace.begin(chance.happens(late), chance.happens(late), stopped);
    Minute passed = stopped ? new Minute(0, 0, 0, 0) : work(now, runners, trace.minutes());
    recent.minute(passed.failed(), passed.completed());
    if (!stopped && !chance.happens(lost)) {
      trace.put(created, passed.created());
      trace.put(completed, passed.completed());
      trace.put(failed, passed.failed());
      trace.put(recentlyEnded, recent.ended());
      trace.put(recentlyFailed, recent.failed());
      trace.put(pending, queue.size());
      trace.put(oldest, 60.0 * queue.age(trace.minutes()));
      trace.put(online, runners);
      trace.put(healthy, unhealthy > 0 ? 0 : 1);
    }
    if (runners > 0 && !chance.happens(lost)) {
      trace.put(reachable, stopped ? 0 : 1);
      trace.put(slots, SLOTS * runners);
      trace.put(busySlots, Math.rint(SLOTS * runners * passed.busy()));
    }
  }

  private Minute work(Conditions now, double runners, int minute) {
    double factor = burst > 0 ? now.get(Parameter.BURST_FACTOR) : 1;
    double expected = now.get(Parameter.RUNS_PER_MINUTE) * factor;
    double rate = now.get(Parameter.FAILURE_RATE);
    double capacity = now.get(Parameter.CAPACITY);
    boolean waits = runners == 0 || capacity > 0 || queue.size() > 0;
    if (!waits && now.get(Parameter.AUTOCORRELATION) == 0) {
      // Failures of independent runs that arrive at random do so as well.
      int failures = chance.events(expected * rate);
      int successes = chance.events(expected * (1 - rate));
      return new Minute((long) failures + successes, successes, failures, 0);
    }
    int arrivals = chance.events(expected);
    queue.add(minute, arrivals);
    long most = capacity > 0 ? Math.round(capacity) : Long.MAX_VALUE;
    long ended = runners == 0 ? 0 : queue.take(most);
    long failures = failures(ended, rate, now.get(Parameter.AUTOCORRELATION));
    double busy = capacity > 0 ? Math.min(1, ended / capacity) : 0;
    return new Minute(arrivals, ended - failures, failures, busy);
  }

  private long failures(long ended, double rate, double autocorrelation) {
    long failures = 0;
    for (long i = 0; i < ended; i++) {
      lastFailed = chance.happens(autocorrelation) ? lastFailed : chance.happens(rate);
      failures += lastFailed ? 1 : 0;
    }
    return failures;
  }

  /** The minutes that remain of a spell, which may begin now. */
  private int spell(int remaining, Conditions now, Parameter often, Parameter length) {
    if (remaining > 0) {
      return remaining - 1;
    }
    return chance.happens(now.get(often) / MINUTES_A_DAY) ? (int) now.get(length) : 0;
  }
}
