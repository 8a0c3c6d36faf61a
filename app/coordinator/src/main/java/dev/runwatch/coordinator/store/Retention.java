/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes what is not kept for ever, in small batches, so that others have to wait for none of them
 * long.
 */
public final class Retention {

  private static final int BATCH = 200;

  /** A run has 4 transitions as a rule. */
  private static final int TRANSITIONS_PER_RUN = 8;

  private static final Duration KEYS_KEPT = Duration.ofHours(24);

  private final SqlStore store;
  private final Duration longest;
  private final long mostRuns;

  /**
   * A rule of what to keep.
   *
   * @param longest ended runs and transitions are deleted after this time
   * @param mostRuns the number of ended runs to keep
   */
  public Retention(SqlStore store, Duration longest, long mostRuns) {
    this.store = store;
    this.longest = longest;
    this.mostRuns = mostRuns;
  }

  /** Deletes everything that is due. */
  public void apply(Instant now) {
    apply(now, Long.MAX_VALUE);
  }

  /**
   * Deletes everything that is due.
   *
   * @param counted the number of the last transition that is counted; later ones are kept
   */
  public void apply(Instant now, long counted) {
    long oldest = now.minus(longest).toEpochMilli();
    while (store.write(transaction -> deleteEndedBefore(transaction.sql(), oldest)) == BATCH) {
      // There may be more.
    }
    for (long excess = store.runs().countEnded() - mostRuns; excess > 0; excess -= BATCH) {
      int most = (int) Math.min(BATCH, excess);
      store.write(transaction -> deleteOldest(transaction.sql(), most));
    }
    long first = store.transitions().last() - mostRuns * TRANSITIONS_PER_RUN;
    while (store.write(transaction -> deleteTransitions(transaction.sql(), oldest, first, counted))
        == BATCH) {
      // There may be more.
    }
    long oldestKey = now.minus(KEYS_KEPT).toEpochMilli();
    while (store.write(transaction -> deleteKeys(transaction.sql(), oldestKey)) == BATCH) {
      // There may be more.
    }
  }

  private static int deleteEndedBefore(Statements sql, long oldest) {
    return delete(
        sql,
        sql.list(
            "SELECT seq FROM runs WHERE completed_at < ? ORDER BY completed_at LIMIT " + BATCH,
            row -> row.getLong(1),
            oldest));
  }

  private static int deleteOldest(Statements sql, int most) {
    return delete(
        sql,
        sql.list(
            "SELECT seq FROM runs WHERE completed_at IS NOT NULL ORDER BY completed_at, seq"
                + " LIMIT ?",
            row -> row.getLong(1),
            most));
  }

  private static int delete(Statements sql, List<Long> sequences) {
    for (Long sequence : sequences) {
      sql.update("DELETE FROM run_contents WHERE seq = ?", sequence);
      sql.update("DELETE FROM runs WHERE seq = ?", sequence);
    }
    return sequences.size();
  }

  private static int deleteTransitions(Statements sql, long oldest, long first, long counted) {
    // From the first one on, without a gap: an event stream can resume after all that are kept.
    List<Long> due =
        sql
            .list(
                "SELECT number, at FROM transitions ORDER BY number LIMIT " + BATCH,
                row -> List.of(row.getLong(1), row.getLong(2)))
            .stream()
            .takeWhile(row -> row.get(1) < oldest || row.get(0) <= first)
            .takeWhile(row -> row.get(0) <= counted)
            .map(row -> row.get(0))
            .toList();
    for (Long number : due) {
      sql.update("DELETE FROM transitions WHERE number = ?", number);
    }
    return due.size();
  }

  private static int deleteKeys(Statements sql, long oldest) {
    List<String> due =
        sql.list(
            "SELECT idempotency_key FROM idempotency_keys WHERE created_at < ? LIMIT " + BATCH,
            row -> row.getString(1),
            oldest);
    for (String key : due) {
      sql.update("DELETE FROM idempotency_keys WHERE idempotency_key = ?", key);
    }
    return due.size();
  }
}
