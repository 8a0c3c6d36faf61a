/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.Run;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The match keys in the table of runs. */
final class MatchKeys {

  private MatchKeys() {}

  /** Computes the keys of unfinished runs that a version without keys has stored. */
  static void complete(Handle handle) {
    List<Run> without =
        handle
            .createQuery(
                "SELECT * FROM runs WHERE status IN ('pending', 'claimed', 'running', 'stopping')"
                    + " AND match_key = ''")
            .map((row, context) -> Rows.run(row))
            .list();
    if (without.isEmpty()) {
      return;
    }
    PreparedBatch updates =
        handle.prepareBatch("UPDATE runs SET match_key = :key WHERE seq = :seq");
    for (Run run : without) {
      updates.bind("key", run.matchKey().digest()).bind("seq", run.sequence()).add();
    }
    updates.execute();
  }

  /** The keys of all pending runs: one indexed row for each. */
  static List<MatchKey> pending(Statements sql) {
    List<MatchKey> keys = new ArrayList<>();
    String last = "";
    while (true) {
      List<Run> next =
          sql.list(
              "SELECT * FROM runs WHERE status = 'pending' AND match_key > ?"
                  + " ORDER BY match_key, seq LIMIT 1",
              Rows::run,
              last);
      if (next.isEmpty()) {
        return keys;
      }
      keys.add(next.get(0).matchKey());
      last = next.get(0).matchKey().digest();
    }
  }
}
