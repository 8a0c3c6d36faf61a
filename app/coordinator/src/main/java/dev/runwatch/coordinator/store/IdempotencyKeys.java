/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Clients' idempotency keys within a transaction; a key is kept for 24 hours. */
public final class IdempotencyKeys {

  private static final Duration KEPT = Duration.ofHours(24);

  private final Statements sql;

  IdempotencyKeys(Statements sql) {
    this.sql = sql;
  }

  /**
   * What a key was used for.
   *
   * @param request a digest of the request, or an empty text if an earlier version stored the key
   */
  public record Use(RunId run, String request) {}

  /** What the key was used for within the last 24 hours, or empty. */
  public Optional<Use> find(String key, Instant now) {
    return sql.first(
        "SELECT run_id, request FROM idempotency_keys WHERE idempotency_key = ?"
            + " AND created_at > ?",
        row -> new Use(new RunId(row.getString(1)), row.getString(2)),
        key,
        now.minus(KEPT).toEpochMilli());
  }

  /** Keeps what a key was used for. */
  public void put(String key, Use use, Instant now) {
    sql.update(
        "INSERT INTO idempotency_keys (idempotency_key, run_id, request, created_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (idempotency_key) DO UPDATE SET"
            + " run_id = EXCLUDED.run_id, request = EXCLUDED.request,"
            + " created_at = EXCLUDED.created_at",
        key,
        use.run(),
        use.request(),
        now.toEpochMilli());
  }
}
