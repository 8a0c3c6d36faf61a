/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.testing.Needs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** A PostgreSQL of these tests' own. */
public final class PostgresqlServer implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final Set<String> databases = new HashSet<>();

  private PostgresqlServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts it; a test that needs it is skipped where that is not possible. */
  public static PostgresqlServer start() {
    try {
      return new PostgresqlServer(EmbeddedPostgres.builder().start());
    } catch (IOException | RuntimeException e) {
      throw Needs.notMet("PostgreSQL does not start on this machine: " + e.getMessage());
    }
  }

  /** The URL of the database of that name, which is made when it is asked for first. */
  public String database(String name) throws SQLException {
    if (databases.add(name)) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
    }
    return server.getJdbcUrl("postgres", name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
