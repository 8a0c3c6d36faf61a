/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** An open database: its connections, and its file if it has one. Safe for use by many threads. */
final class SqlDatabase implements AutoCloseable {

  private final Database database;
  private final HikariDataSource writing;
  private final HikariDataSource reading;
  private final @Nullable StoreFile file;
  private final Jdbi jdbi;

  private SqlDatabase(
      Database database,
      HikariDataSource writing,
      HikariDataSource reading,
      @Nullable StoreFile file) {
    this.database = database;
    this.writing = writing;
    this.reading = reading;
    this.file = file;
    this.jdbi = jdbi(reading);
  }

  private static Jdbi jdbi(DataSource source) {
    return Jdbi.create(source)
        .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
  }

  static SqlDatabase open(String location, StoreOwner owner) {
    Database database = Database.of(location);
    StoreFile file = database.file().map(StoreFile::lock).orElse(null);
    HikariDataSource writing = null;
    HikariDataSource reading = null;
    try {
      writing = new HikariDataSource(database.writePool());
      Jdbi jdbi = jdbi(writing);
      jdbi.useHandle(handle -> StoreHeader.check(handle, database.location(), owner));
      if (!database.exclusive()) {
        reading = new HikariDataSource(database.readPool());
      }
      Flyway.configure(SqlStore.class.getClassLoader())
          // It needs two connections to PostgreSQL.
          .dataSource(reading == null ? writing : reading)
          .locations("classpath:dev/runwatch/coordinator/store")
          .placeholders(database.placeholders())
          .load()
          .migrate();
      jdbi.useTransaction(handle -> StoreHeader.claim(handle, database.location(), owner));
      jdbi.useTransaction(MatchKeys::complete);
      if (file != null) {
        file.opened();
      }
      if (reading == null) {
        reading = new HikariDataSource(database.readPool());
      }
      return new SqlDatabase(database, writing, reading, file);
    } catch (RuntimeException e) {
      close(writing, reading, file);
      if (e instanceof ForeignStoreException) {
        throw e;
      }
      throw new StoreException(
          "store " + database.location() + " cannot be used: " + firstLine(e), e);
    }
  }

  /** Where the one connection that changes the store comes from. */
  DataSource writing() {
    return writing;
  }

  /** Whether one process at a time has the store. */
  boolean exclusive() {
    return database.exclusive();
  }

  /** The statement that a transaction begins with. */
  String lockCounters() {
    return database.lockCounters();
  }

  /** Reads on a connection of its own; each statement sees what was committed before it. */
  <T> T read(Function<Handle, T> work) {
    refuseReplaced();
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreException("the store cannot be used: " + firstLine(e), e);
    }
  }

  /** Reads one state of the store. */
  <T> T readInTransaction(Function<Handle, T> work) {
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

  /**
   * Costs no system call.
   *
   * @throws StoreException if the last {@link #checkFile} failed
   */
  void refuseReplaced() {
    if (file != null) {
      file.refuseReplaced();
    }
  }

  static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).strip();
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }

  @Override
  public void close() {
    close(writing, reading, file);
  }

  private static void close(
      @Nullable HikariDataSource writing,
      @Nullable HikariDataSource reading,
      @Nullable StoreFile file) {
    if (reading != null) {
      reading.close();
    }
    if (writing != null) {
      writing.close();
    }
    if (file != null) {
      // Last: as long as a connection is open, nobody else may have the file.
      file.close();
    }
  }
}
