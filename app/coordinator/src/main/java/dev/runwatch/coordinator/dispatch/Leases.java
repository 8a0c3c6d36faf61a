/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long runners may keep their runs.
 *
 * <p>A hand-out is a lease. A heartbeat that lists the run renews it. A runner whose heartbeats
 * list no runs at all keeps its runs as long as it is registered. The clock counts the time in
 * which the coordinator could hear its runners. Safe for use by many threads.
 */
final class Leases {

  /** A run that so many heartbeats in a row do not list is lost. */
  private static final int MOST_MISSED = 2;

  /** A run and the hand-out by which the runner has it. */
  record Listed(RunId run, int attempt) {}

  private record Lease(int attempt, long since, boolean listed, int missed) {}

  private final LongSupplier heard;
  private final Duration lease;
  private final Map<RunId, Lease> leases = new ConcurrentHashMap<>();

  Leases(LongSupplier heard, Duration lease) {
    this.heard = heard;
    this.lease = lease;
  }

  /** How long a lease lasts. */
  Duration duration() {
    return lease;
  }

  private Lease of(Run run) {
    long now = heard.getAsLong();
    return leases.compute(
        run.id(),
        (id, earlier) ->
            earlier != null && earlier.attempt() == run.attempt()
                ? earlier
                : new Lease(run.attempt(), now, false, 0));
  }

  /**
   * Renews the leases of the runs that a heartbeat lists.
   *
   * @param held what the runner has by the store
   * @param listed what the runner says it has
   * @return the runs that this heartbeat and the one before it did not list
   */
  List<Run> renew(List<Run> held, Collection<Listed> listed) {
    List<Run> lost = new ArrayList<>();
    for (Run run : held) {
      Lease last = of(run);
      if (listed.contains(new Listed(run.id(), run.attempt()))) {
        leases.put(run.id(), new Lease(run.attempt(), heard.getAsLong(), true, 0));
      } else {
        int missed = last.missed() + 1;
        leases.put(run.id(), new Lease(run.attempt(), last.since(), last.listed(), missed));
        if (missed >= MOST_MISSED) {
          lost.add(run);
        }
      }
    }
    return lost;
  }

  /** Whether the lease of a run that a runner has is over. */
  boolean expired(Run run) {
    Lease last = of(run);
    boolean renewable = last.listed() || run.status() == RunStatus.CLAIMED;
    return renewable && heard.getAsLong() - last.since() >= lease.toNanos();
  }

  /** Forgets all runs but these. */
  void retain(Collection<RunId> runs) {
    leases.keySet().retainAll(runs);
  }

  /** Lets all leases begin anew. */
  void restart() {
    leases.clear();
  }
}
