/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.IdempotencyKeys.Use;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of the version before transitions, with unfinished runs. */
final class MigrationTest {

  private static final Instant CREATED = Instant.ofEpochMilli(5);

  @TempDir Path folder;

  private String earlierVersion() throws Exception {
    Path file = folder.resolve("runs.db");
    String url = "jdbc:sqlite:" + file + "?journal_mode=WAL";
    Flyway.configure(SqlStore.class.getClassLoader())
        .dataSource(url, null, null)
        .locations("classpath:dev/runwatch/coordinator/store")
        .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT", "key", "INTEGER"))
        .target("4")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO runs (run_id, idempotency_key, executor, demand_tags, timeout_millis,"
              + " status, runner_id, attempt, created_at, started_at) VALUES"
              + " ('run_1', 'key', 'echo', '[\"b\",\"a\"]', 1000, 'pending', NULL, 0, 5, NULL),"
              + " ('run_2', NULL, 'echo', '[]', 1000, 'running', 'lnch_1', 1, 5, 6),"
              + " ('run_3', NULL, 'other', '[]', 1000, 'pending', NULL, 0, 5, NULL)");
      statement.execute(
          "INSERT INTO run_contents (seq, parameters) VALUES (1, '{}'), (2, '{}'), (3, '{}')");
      statement.execute(
          "INSERT INTO runners (runner_id, hostname, project_dir, executor_profile, executors,"
              + " tags, instance_id, registered_at, last_seen, deregistered) VALUES"
              + " ('lnch_1', 'h', '/p', 'default', '[\"echo\"]', '[\"a\",\"b\"]', 'i', 1, 2, 0)");
    }
    return file.toString();
  }

  @Test
  void runsOfAnEarlierVersionAreHandedOutAndReported() throws Exception {
    StoreOwner owner = new StoreOwner("prod", StoreOwner.Role.COORDINATOR);
    try (SqlStore store = SqlStore.open(earlierVersion(), owner)) {
      Runner runner = store.runners().find(new RunnerId("lnch_1")).orElseThrow();
      Optional<Run> pending = store.write(transaction -> transaction.oldestFor(runner));
      assertThat(pending.orElseThrow().id()).isEqualTo(new RunId("run_1"));
      Run running = store.runs().find(new RunId("run_2")).orElseThrow();
      assertThat(running.executions()).isEqualTo(1);
      assertThat(running.instance()).isEqualTo("i");
      assertThat(running.spec().maxExecutions()).isEqualTo(1);
      Optional<Use> use =
          store.write(transaction -> transaction.keys().find("key", CREATED.plusSeconds(1)));
      assertThat(use).contains(new Use(new RunId("run_1"), ""));
      assertThat(store.transitions().last()).isZero();
      assertThat(store.pendingKeys()).hasSize(2);
      assertThat(Set.copyOf(store.pendingKeys())).contains(pending.orElseThrow().matchKey());
    }
  }
}
