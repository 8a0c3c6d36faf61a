/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.RunStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to visit, and in which order.
 *
 * @param statuses the states to visit; none means all
 * @param oldestFirst whether to begin with the oldest
 * @param beyond visit only what comes after the run of this sequence in that order, or null
 * @param limit visit at most so many, 1 or more
 * @param contents what to read besides the run itself
 * @param owner visit only runs that a runner of this owner has or had, or null for all
 */
public record RunQuery(
    Set<RunStatus> statuses,
    boolean oldestFirst,
    @Nullable Long beyond,
    int limit,
    Set<Content> contents,
    @Nullable String owner) {

  /** The parts of a run that can be large. */
  public enum Content {
    /** What the executor gets. */
    PARAMETERS,
    /** What the run wrote. */
    OUTPUT
  }

  public RunQuery {
    statuses = Set.copyOf(statuses);
    contents = Set.copyOf(contents);
  }

  /** Runs in these states, newest first, without parameters and output. */
  public static RunQuery newest(Set<RunStatus> statuses, @Nullable Long before, int limit) {
    return new RunQuery(statuses, false, before, limit, Set.of(), null);
  }

  /** Runs in these states, oldest first, without parameters and output. */
  public static RunQuery oldest(Set<RunStatus> statuses, @Nullable Long after, int limit) {
    return new RunQuery(statuses, true, after, limit, Set.of(), null);
  }

  /** The same query with this read too. */
  public RunQuery with(Set<Content> more) {
    return new RunQuery(statuses, oldestFirst, beyond, limit, more, owner);
  }

  /** The same query for runs of the runners of one owner; null for all runs. */
  public RunQuery ofRunnersOf(@Nullable String name) {
    return new RunQuery(statuses, oldestFirst, beyond, limit, contents, name);
  }
}
