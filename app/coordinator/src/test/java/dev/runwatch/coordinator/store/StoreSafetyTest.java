/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.store.StoreOwner.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Whose a store is, who may open it, and what it does when its file is not its own any more. */
final class StoreSafetyTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final StoreOwner PROD = new StoreOwner("prod", Role.COORDINATOR);
  private static final StoreOwner LOCAL = new StoreOwner("local", Role.LOCAL);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("runs.db");
  }

  private SqlStore open(StoreOwner owner) {
    return SqlStore.open(file.toString(), owner);
  }

  private static RunId create(SqlStore store) {
    NewRun run =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return store.write(transaction -> transaction.create(run, NOW)).id();
  }

  @ParameterizedTest
  @CsvSource({"staging, COORDINATOR", "prod, LOCAL", "local, LOCAL"})
  void aStoreOfAnotherOwnerIsRefusedAndNotChanged(String environment, Role role) throws Exception {
    open(PROD).close();
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(new StoreOwner(environment, role)))
        .isInstanceOf(ForeignStoreException.class)
        .hasMessageContaining("runs.db")
        .hasMessageContaining("environment 'prod'")
        .hasMessageContaining("environment '" + environment + "'")
        .hasMessageNotContaining("\n");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    open(PROD).close();
  }

  @Test
  void aStoreOfAnEarlierVersionIsAdoptedWithItsRuns() throws Exception {
    String run = earlierVersion();
    try (SqlStore store = open(PROD)) {
      RunDetails adopted = store.runs().details(new RunId(run)).orElseThrow();
      assertThat(adopted.parameters()).isEqualTo("{\"a\":1}");
      assertThat(adopted.output()).isEqualTo("out");
    }
    assertThatThrownBy(() -> open(new StoreOwner("dev", Role.COORDINATOR)))
        .isInstanceOf(ForeignStoreException.class);
  }

  @Test
  void aRehearsalNeverAdoptsRunsOfAnEarlierVersion() throws Exception {
    earlierVersion();
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(LOCAL))
        .isInstanceOf(ForeignStoreException.class)
        .hasMessageContaining("--data-dir");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** A store as the first version wrote it, with one run. */
  private String earlierVersion() throws Exception {
    String url = "jdbc:sqlite:" + file + "?journal_mode=WAL";
    Flyway.configure(SqlStore.class.getClassLoader())
        .dataSource(url, null, null)
        .locations("classpath:dev/runwatch/coordinator/store")
        .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"))
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO runs (run_id, executor, parameters, output, demand_tags, timeout_millis,"
              + " status, attempt, created_at) VALUES ('run_000000000001', 'echo', '{\"a\":1}',"
              + " 'out', '[]', 1000, 'completed', 1, 1)");
    }
    return "run_000000000001";
  }

  @Test
  void twoCoordinatorsNeverShareASqliteStore() throws Exception {
    try (SqlStore first = open(PROD)) {
      create(first);
      Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
      for (Path name : Set.of(file, link)) {
        assertThatThrownBy(() -> SqlStore.open(name.toString(), PROD))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      }
      assertThat(first.runs().countPending()).isEqualTo(1);
    }
    open(PROD).close();
  }

  @Test
  void aDeletedDatabaseIsUnhealthyAndAcceptsNoRuns() throws Exception {
    try (SqlStore store = open(PROD)) {
      store.runs().probe(NOW);
      Path aside = Files.move(file, folder.resolve("aside"));
      assertThatThrownBy(() -> store.runs().probe(NOW))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("deleted or replaced");
      assertThatThrownBy(() -> create(store)).hasMessageContaining("deleted or replaced");
      Files.writeString(file, "somebody else's");
      assertThatThrownBy(() -> store.runs().probe(NOW)).hasMessageContaining("deleted or replaced");
      Files.delete(file);
      Files.move(aside, file);
      store.runs().probe(NOW);
      create(store);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:1/none?user=u&password=s3cret",
        "jdbc:postgresql://127.0.0.1:1/none?password=s3cret&sslpassword=s3cret",
        "jdbc:postgresql://127.0.0.1:nonsense/none?PASSWORD=s3cret",
        "jdbc:postgresql://u:s3cret@127.0.0.1:1/none",
        "jdbc:mysql://u:s3cret@127.0.0.1/none?password=s3cret",
        "jdbc:s3cret"
      })
  void noPasswordIsInAnyMessage(String location) {
    assertThatThrownBy(() -> SqlStore.open(location, PROD))
        .isInstanceOf(StoreException.class)
        .satisfies(
            failure -> {
              StringWriter trace = new StringWriter();
              failure.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain("s3cret");
            });
  }
}
