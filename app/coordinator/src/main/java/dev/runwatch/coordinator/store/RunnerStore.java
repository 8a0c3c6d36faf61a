/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where runners are kept; the guarantees are those of {@link RunStore}. */
public interface RunnerStore {

  /**
   * Stores a runner, in place of an earlier one of the same id.
   *
   * @return whether it was stored; false when the earlier one is registered and another owner's
   */
  boolean put(Runner runner);

  /** Gives a runner without an owner this one. */
  void adopt(RunnerId id, String owner);

  /** The runner of that id, or empty. */
  Optional<Runner> find(RunnerId id);

  /** All runners, in the order of their registration. */
  List<Runner> all();

  /** Notes a sign of life. */
  void seen(RunnerId id, Instant at);

  /** Notes that a runner was deleted, so that it can be told. */
  void deregister(RunnerId id);

  /** Forgets a runner that is deregistered; one that has registered anew meanwhile stays. */
  void forgetDeregistered(RunnerId id);

  /**
   * Forgets a runner whose last sign of life is still this one.
   *
   * @return whether it was forgotten
   */
  boolean removeIfUnseenSince(RunnerId id, Instant lastSeen);
}
