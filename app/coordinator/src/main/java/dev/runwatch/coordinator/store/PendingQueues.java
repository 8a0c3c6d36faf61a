/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Runner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The match keys that may have pending runs, in memory: a cache of the index of pending runs. A key
 * whose queue has become empty stays until somebody looks into that queue. Read by many threads,
 * changed by the writer's thread.
 */
final class PendingQueues {

  /** What a runner has one value of; tags are compared one key after the other. */
  private record Place(String executor, @Nullable String hostname, @Nullable String projectDir) {}

  private final Map<Place, Map<String, MatchKey>> queues = new ConcurrentHashMap<>();

  private static Place place(MatchKey key) {
    return new Place(key.executor(), key.demands().hostname(), key.demands().projectDir());
  }

  void add(MatchKey key) {
    queues.computeIfAbsent(place(key), place -> new ConcurrentHashMap<>()).put(key.digest(), key);
  }

  void remove(MatchKey key) {
    queues.computeIfPresent(
        place(key),
        (place, keys) -> {
          keys.remove(key.digest());
          return keys.isEmpty() ? null : keys;
        });
  }

  /** The keys whose runs this runner may execute. */
  List<Map.Entry<String, MatchKey>> of(Runner runner) {
    List<Map.Entry<String, MatchKey>> admitted = new ArrayList<>();
    for (String executor : runner.executors()) {
      collect(new Place(executor, null, null), runner, admitted);
      collect(new Place(executor, runner.hostname(), null), runner, admitted);
      collect(new Place(executor, null, runner.projectDir()), runner, admitted);
      collect(new Place(executor, runner.hostname(), runner.projectDir()), runner, admitted);
    }
    return admitted;
  }

  private void collect(Place place, Runner runner, List<Map.Entry<String, MatchKey>> admitted) {
    Map<String, MatchKey> keys = queues.get(place);
    if (keys != null) {
      for (Map.Entry<String, MatchKey> key : keys.entrySet()) {
        if (key.getValue().admits(runner)) {
          admitted.add(key);
        }
      }
    }
  }

  /** All keys. */
  Collection<MatchKey> all() {
    List<MatchKey> all = new ArrayList<>();
    queues.values().forEach(keys -> all.addAll(keys.values()));
    return all;
  }
}
