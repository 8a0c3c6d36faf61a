/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.StoreOwner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** A takeover that the store interrupts, at each of its statements in turn. */
final class TakeoverTest {

  private static final RunnerId RUNNER = RunnerId.of("h", "/p", "default");
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path folder;
  private SqlStore store;
  private Dispatch dispatch;

  @BeforeEach
  void open() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
    dispatch =
        Dispatch.on(
            store,
            () -> NOW,
            System::nanoTime,
            Duration.ofSeconds(3),
            new Sweeper.Limits(
                Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(5), it -> false));
  }

  @AfterEach
  void close() {
    dispatch.close();
    store.close();
  }

  private void register(String instance) {
    dispatch
        .runners()
        .register(
            new Runner(
                RUNNER,
                "h",
                "/p",
                "default",
                Set.of("echo"),
                Set.of(),
                null,
                instance,
                null,
                NOW,
                NOW,
                false));
  }

  private RunId running() {
    NewRun request =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofHours(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    RunId id = dispatch.runs().create(request, null).run().id();
    store.write(
        transaction -> {
          Run run = transaction.find(id).orElseThrow();
          Runner runner = transaction.runners().find(RUNNER).orElseThrow();
          return transaction.change(run, run.claimedBy(runner, NOW), NOW).orElseThrow();
        });
    dispatch
        .runs()
        .report(
            id,
            new RunLifecycle.Reporter(RUNNER, "first", 1),
            new RunLifecycle.Report(RunStatus.RUNNING, null, null));
    return id;
  }

  private void inDatabase(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("runs.db") + "?busy_timeout=5000");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEFORE UPDATE ON runners",
        "AFTER UPDATE ON runners",
        "BEFORE UPDATE ON runs WHEN NEW.seq = 1",
        "AFTER INSERT ON transitions WHEN NEW.seq = 1",
        "BEFORE UPDATE ON runs WHEN NEW.seq = 2",
        "AFTER INSERT ON transitions WHEN NEW.seq = 2",
        "BEFORE UPDATE ON store_counters"
      })
  void aTakeoverThatIsInterruptedChangesNothingAndSucceedsWhenRepeated(String where)
      throws Exception {
    register("first");
    RunId one = running();
    RunId two = running();
    inDatabase(
        "CREATE TRIGGER interrupt " + where + " BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
    assertThatThrownBy(() -> register("second")).isInstanceOf(StoreException.class);
    assertThat(store.runners().find(RUNNER).orElseThrow().instanceId()).isEqualTo("first");
    assertThat(dispatch.runs().get(one).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(dispatch.runs().get(two).status()).isEqualTo(RunStatus.RUNNING);

    inDatabase("DROP TRIGGER interrupt");
    register("second");
    assertThat(store.runners().find(RUNNER).orElseThrow().instanceId()).isEqualTo("second");
    assertThat(dispatch.runs().get(one).status()).isEqualTo(RunStatus.FAILED);
    assertThat(dispatch.runs().get(two).status()).isEqualTo(RunStatus.FAILED);
  }
}
