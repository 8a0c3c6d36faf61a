/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are kept. Safe for use by many threads. What a method has returned is durable: a
 * process killed afterwards forgets nothing. Every method throws {@link StoreException} when the
 * store cannot be used, and has then changed nothing.
 *
 * <p>Parameters and output can be large. They are read only where a method returns {@link
 * RunDetails}.
 */
public interface RunStore {

  /**
   * Stores a run, unless one was stored under that key before.
   *
   * @param key the client's idempotency key, or null
   */
  Creation create(NewRun request, @Nullable String key, Instant at);

  /** What {@link #create} did. */
  record Creation(Run run, boolean created) {}

  /** The run of that id, or empty. */
  Optional<Run> find(RunId id);

  /** The run of that id with parameters and output, or empty. */
  Optional<RunDetails> details(RunId id);

  /**
   * Shows runs one after the other, as they are read; at most a few are in memory at a time.
   *
   * @param visitor returns whether it wants to see more; must not use the store
   */
  void visit(RunQuery query, Predicate<RunDetails> visitor);

  /** The runs that a query finds, without parameters and output. */
  default List<Run> list(RunQuery query) {
    List<Run> runs = new ArrayList<>();
    visit(query, details -> runs.add(details.run()));
    return runs;
  }

  /** Runs that a runner has, oldest first. */
  List<Run> withRunner(RunnerId runner);

  /** All runs that any runner has. */
  List<Run> withAnyRunner();

  /**
   * Hands a pending run to a runner.
   *
   * @return the claimed run, or empty if it is not pending any more
   */
  Optional<RunDetails> claim(RunId id, RunnerId runner, Instant at);

  /**
   * Counts one more attempt of a claimed run whose answer seems to be lost.
   *
   * @return the run, to be handed to the same runner once more, or empty if it is not claimed by it
   *     any more, or was handed out at another time than {@code seen} says
   */
  Optional<RunDetails> reclaim(Run seen, Instant at);

  /**
   * Takes a run from one state to another, if it still is in that one.
   *
   * @return the changed run, or empty if it was in another state
   */
  Optional<Run> move(
      RunId id,
      RunStatus from,
      RunStatus to,
      @Nullable String error,
      @Nullable String output,
      Instant at);

  /** How many runs are pending. */
  long countPending();

  /** When the longest waiting run was created, or empty when none waits. */
  Optional<Instant> oldestPending();

  /** Writes something harmless; throws when the store cannot be written. */
  void probe(Instant at);
}
