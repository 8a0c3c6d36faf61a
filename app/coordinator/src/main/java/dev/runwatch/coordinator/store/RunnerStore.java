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

/** Reads runners; the guarantees are those of {@link RunStore}. */
public interface RunnerStore {

  /** The runner of that id, or empty. */
  Optional<Runner> find(RunnerId id);

  /** All runners, in the order of their registration. */
  List<Runner> all();

  /** Notes a sign of life, which is written within seconds. */
  void seen(RunnerId id, Instant at);
}
