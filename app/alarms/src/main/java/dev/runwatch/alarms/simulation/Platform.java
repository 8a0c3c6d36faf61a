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
  private final Queue queue = new Queue();
  private final RecentRuns recent = new RecentRuns(RECENT_MINUTES);
  private int burst;
  private int silence;
  private int unhealthy;
  private int runnerOutage;
  private boolean lastFailed;

  /** What happened in a minute. */
  private record Minute(long created, long completed, long failed, double busy) {}

  Platform(long seed) {
    this.chance = new Chance(seed);
  }

  /** Adds minutes to a trace. */
  void run(Conditions conditions, Trace trace, int minutes) {
    for (int i = 0; i < minutes; i++) {
      minute(conditions, trace);
    }
  }

  private void minute(Conditions now, Trace trace) {
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
      trace.put(MetricCatalogue.RUNS_CREATED, passed.created());
      trace.put(MetricCatalogue.RUNS_COMPLETED, passed.completed());
      trace.put(MetricCatalogue.RUNS_FAILED, passed.failed());
      trace.put(MetricCatalogue.RUNS_ENDED_RECENT, recent.ended());
      trace.put(MetricCatalogue.RUNS_FAILED_RECENT, recent.failed());
      trace.put(MetricCatalogue.RUNS_PENDING, queue.size());
      trace.put(MetricCatalogue.OLDEST_PENDING_AGE, 60.0 * queue.age(trace.minutes()));
      trace.put(MetricCatalogue.RUNNERS_ONLINE, runners);
      trace.put(MetricCatalogue.COORDINATOR_HEALTHY, unhealthy > 0 ? 0 : 1);
    }
    if (runners > 0 && !chance.happens(lost)) {
      trace.put(MetricCatalogue.COORDINATOR_REACHABLE, stopped ? 0 : 1);
      trace.put(MetricCatalogue.RUNNER_SLOTS_COUNT, SLOTS * runners);
      trace.put(MetricCatalogue.RUNNER_SLOTS_BUSY, Math.rint(SLOTS * runners * passed.busy()));
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
      int failed = chance.events(expected * rate);
      int completed = chance.events(expected * (1 - rate));
      return new Minute((long) failed + completed, completed, failed, 0);
    }
    int created = chance.events(expected);
    queue.add(minute, created);
    long most = capacity > 0 ? Math.round(capacity) : Long.MAX_VALUE;
    long ended = runners == 0 ? 0 : queue.take(most);
    long failed = failures(ended, rate, now.get(Parameter.AUTOCORRELATION));
    double busy = capacity > 0 ? Math.min(1, ended / capacity) : 0;
    return new Minute(created, ended - failed, failed, busy);
  }

  private long failures(long ended, double rate, double autocorrelation) {
    long failed = 0;
    for (long i = 0; i < ended; i++) {
      lastFailed = chance.happens(autocorrelation) ? lastFailed : chance.happens(rate);
      failed += lastFailed ? 1 : 0;
    }
    return failed;
  }

  /** The minutes that remain of a spell, which may begin now. */
  private int spell(int remaining, Conditions now, Parameter often, Parameter length) {
    if (remaining > 0) {
      return remaining - 1;
    }
    return chance.happens(now.get(often) / MINUTES_A_DAY) ? (int) now.get(length) : 0;
  }
}
