/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/** How far transitions are counted, in a transaction. */
public final class CountsTable {

  private final Statements sql;

  CountsTable(Statements sql) {
    this.sql = sql;
  }

  /** Reads it; gives the store an identity when it has none. */
  public CountedTransitions read() {
    sql.update(
        "UPDATE counted_steps SET source = ? WHERE id = 1 AND source = ''",
        UUID.randomUUID().toString());
    return sql.first("SELECT * FROM counted_steps WHERE id = 1", CountedTransitions::of)
        .orElseThrow();
  }

  /** Begins to publish counts, and keeps those of steps that are not over. */
  public void publish(
      CountedTransitions.Publishing counts, SortedMap<Instant, StepCounts> unpublished) {
    sql.update(
        "UPDATE counted_steps SET up_to = ?, unpublished = ?, publications = ?, publishing_after = ?, publishing = ?"
            + " WHERE id = 1",
        counts.upTo(),
        CountedTransitions.json(unpublished),
        counts.number(),
        counts.after(),
        CountedTransitions.json(counts.counts()));
  }

  /** What was being published was taken. */
  public boolean published() {
    return sql.update(
            "UPDATE counted_steps SET publishing_after = NULL, publishing = NULL WHERE id = 1")
        == 1;
  }

  /** Leaves everything so far uncounted: it is published nowhere. */
  public boolean skip() {
    return sql.update(
            "UPDATE counted_steps SET unpublished = '{}', publishing_after = NULL,"
                + " publishing = NULL,"
                + " up_to = (SELECT transitions FROM store_counters WHERE id = 1) WHERE id = 1")
        == 1;
  }
}
