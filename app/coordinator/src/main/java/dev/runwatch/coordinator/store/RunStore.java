/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads runs, as they were last committed. Safe for use by many threads; nobody waits for the
 * thread that writes. Every method throws {@link StoreException} when the store cannot be used.
 *
 * <p>Parameters and output can be large. They are read only where a method returns {@link
 * RunDetails}.
 */
public interface RunStore {

  /** The run of that id, or empty. */
  Optional<Run> find(RunId id);

  /** The run of that id with parameters and output, or empty. */
  Optional<RunDetails> details(RunId id);

  /**
   * Shows runs one after the other, as they are read; at most a few are in memory at a time.
   *
   * @param visitor returns whether it wants to see more
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

  /** The sequence of the newest run, or 0 when there is none. */
  long newest();

  /** How many runs are pending. */
  long countPending();

  /** How many runs are running or stopping. */
  long countRunning();

  /** How many runs have ended. */
  long countEnded();

  /** How many runs ended after a time in one of some statuses. */
  long countEnded(Set<RunStatus> statuses, Instant since);

  /** When the longest waiting run was created, or empty when none waits. */
  Optional<Instant> oldestPending();

  /** Writes something harmless; throws when the store cannot be written. */
  void probe(Instant at);
}
