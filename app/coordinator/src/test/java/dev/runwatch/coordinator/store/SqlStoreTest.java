/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract on each database. */
final class SqlStoreTest {

  @Nested
  final class OnSqlite extends StoreContract {

    @TempDir Path folder;

    @Override
    String location() {
      return folder.resolve("deep/er/runs.db").toString();
    }

    @Test
    void itsJournalIsWrittenAhead() throws Exception {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + location());
          Statement statement = connection.createStatement();
          ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
        assertThat(mode.getString(1)).isEqualTo("wal");
      }
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class OnPostgresql extends StoreContract {

    private final AtomicInteger databases = new AtomicInteger();
    private PostgresqlServer server;

    @BeforeAll
    void startDatabase() {
      server = PostgresqlServer.start();
    }

    @AfterAll
    void stopDatabase() throws IOException {
      if (server != null) {
        server.close();
      }
    }

    @Override
    String location() throws Exception {
      return server.database("runs" + databases.incrementAndGet());
    }
  }
}
