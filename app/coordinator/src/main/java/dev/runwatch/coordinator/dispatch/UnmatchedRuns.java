/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.store.SqlStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fails pending runs that no online runner has matched for too long, and those that every matching
 * runner has returned.
 *
 * <p>It looks at match keys, not at runs. A run has waited since its creation, which is known to
 * the sweep: the newest run at each sweep is remembered for as long as a run may wait. For use by
 * one thread.
 */
final class UnmatchedRuns {

  private static final int PAGE = 200;

  private record Mark(long at, long newest) {}

  private final SqlStore store;
  private final RunLifecycle lifecycle;
  private final Duration limit;
  private final Predicate<String> exempt;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Map<MatchKey, Long> unmatchedSince = new HashMap<>();
  private final Map<RunId, Long> lastExempt = new HashMap<>();

  /** The time in which runners were online: while none is, a run waits and an alarm says so. */
  private long clock;

  UnmatchedRuns(SqlStore store, RunLifecycle lifecycle, Duration limit, Predicate<String> exempt) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.limit = limit;
    this.exempt = exempt;
  }

  /**
   * Looks at all pending runs.
   *
   * @param registered all runners that are registered
   * @param online those that have given a sign of life lately
   * @param advanced the nanoseconds since the last call in which runners could be heard
   */
  void sweep(Collection<Runner> registered, List<Runner> online, long advanced) {
    if (!online.isEmpty()) {
      clock += advanced;
    }
    long old = remember();
    Collection<MatchKey> keys = store.pendingKeys();
    Set<RunId> exempted = new HashSet<>();
    for (MatchKey key : keys) {
      if (online.stream().anyMatch(key::admits)) {
        unmatchedSince.remove(key);
      } else if (returnedByAll(key, registered)) {
        fail(key, Long.MAX_VALUE, "every runner that matches it has returned it", exempted);
      } else if (clock - unmatchedSince.computeIfAbsent(key, it -> clock) >= limit.toNanos()) {
        fail(key, old, "no online runner matched it for " + limit.toMillis() + " ms", exempted);
      }
    }
    unmatchedSince.keySet().retainAll(keys);
    lastExempt.keySet().retainAll(exempted);
  }

  /** Notes the newest run, and gives the newest one that has waited for the limit. */
  private long remember() {
    Mark last = marks.peekLast();
    if (last != null && last.at() == clock) {
      marks.removeLast();
    }
    marks.addLast(new Mark(clock, store.runs().newest()));
    Mark old = null;
    while (!marks.isEmpty() && clock - marks.getFirst().at() >= limit.toNanos()) {
      old = marks.removeFirst();
    }
    if (old == null) {
      return 0;
    }
    // The newest of the old ones stays.
    marks.addFirst(old);
    return old.newest();
  }

  private static boolean returnedByAll(MatchKey key, Collection<Runner> registered) {
    return !key.excluded().isEmpty()
        && registered.stream().anyMatch(key::admitsAnew)
        && registered.stream().noneMatch(key::admits);
  }

  private void fail(MatchKey key, long upTo, String why, Set<RunId> exempted) {
    long after = 0;
    List<Run> page;
    do {
      long from = after;
      page = store.write(transaction -> transaction.pending(key, from, upTo, PAGE));
      List<Run> due = page.stream().filter(run -> isDue(run, exempted)).toList();
      store.write(
          transaction ->
              due.stream()
                  .filter(run -> lifecycle.end(transaction, run, RunStatus.FAILED, why).isPresent())
                  .count());
      after = page.isEmpty() ? after : page.get(page.size() - 1).sequence();
    } while (page.size() == PAGE);
    store.write(transaction -> transaction.forgetIfEmpty(key));
  }

  private boolean isDue(Run run, Set<RunId> exempted) {
    String type = run.spec().type();
    if (type != null && exempt.test(type)) {
      lastExempt.put(run.id(), clock);
      exempted.add(run.id());
      return false;
    }
    Long last = lastExempt.get(run.id());
    if (last != null && clock - last < limit.toNanos()) {
      exempted.add(run.id());
      return false;
    }
    return true;
  }
}
