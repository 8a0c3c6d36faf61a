/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** An open database: its connections, and its file if it has one. Safe for use by many threads. */
final class SqlDatabase implements AutoCloseable {

  private final HikariDataSource pool;
  private final @Nullable StoreFile file;
  private final Jdbi jdbi;

  private SqlDatabase(HikariDataSource pool, @Nullable StoreFile file, Jdbi jdbi) {
    this.pool = pool;
    this.file = file;
    this.jdbi = jdbi;
  }

  static SqlDatabase open(String location, StoreOwner owner) {
    Database database = Database.of(location);
    StoreFile file = database.file().map(StoreFile::lock).orElse(null);
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(database.pool());
      Jdbi jdbi = Jdbi.create(pool);
      jdbi.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
      jdbi.useHandle(handle -> StoreHeader.check(handle, database.location(), owner));
      Flyway.configure(SqlStore.class.getClassLoader())
          .dataSource(pool)
          .locations("classpath:dev/runwatch/coordinator/store")
          .placeholders(database.placeholders())
          .load()
          .migrate();
      jdbi.useTransaction(handle -> StoreHeader.claim(handle, database.location(), owner));
      if (file != null) {
        file.opened();
      }
      return new SqlDatabase(pool, file, jdbi);
    } catch (RuntimeException e) {
      close(pool, file);
      if (e instanceof ForeignStoreException) {
        throw e;
      }
      throw new StoreException(
          "store " + database.location() + " cannot be used: " + firstLine(e), e);
    }
  }

  /** Does work on a connection; each statement is a transaction of its own. */
  <T> T with(Function<Handle, T> work) {
    refuseReplaced();
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store cannot be used: " + firstLine(e), e);
    }
  }

  /** Does work in one transaction. */
  <T> T inTransaction(Function<Handle, T> work) {
    refuseReplaced();
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store cannot be used: " + firstLine(e), e);
    }
  }

  /**
   * Checks that a file is still the one that was opened.
   *
   * @throws StoreException if it was deleted or replaced
   */
  void checkFile() {
    if (file != null) {
      file.check();
    }
  }

  private void refuseReplaced() {
    if (file != null) {
      file.refuseReplaced();
    }
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).strip();
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }

  @Override
  public void close() {
    close(pool, file);
  }

  private static void close(@Nullable HikariDataSource pool, @Nullable StoreFile file) {
    if (pool != null) {
      pool.close();
    }
    if (file != null) {
      // Last: as long as a connection is open, nobody else may have the file.
      file.close();
    }
  }
}
