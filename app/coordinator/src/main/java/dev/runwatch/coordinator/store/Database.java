/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What differs between the databases: how to reach one, and how it numbers rows. */
record Database(String url, String identity, int connections) {

  private static final String SQLITE_URL = "jdbc:sqlite:";
  private static final String POSTGRESQL_URL = "jdbc:postgresql:";
  private static final long PATIENCE_MILLIS = 2_000;

  static Database of(String location) {
    if (location.startsWith(POSTGRESQL_URL)) {
      return new Database(location, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", 8);
    }
    if (location.startsWith("jdbc:") && !location.startsWith(SQLITE_URL)) {
      throw new StoreException(
          "store "
              + location
              + " cannot be used: it must be a path, or a URL that begins with jdbc:sqlite: or"
              + " jdbc:postgresql:");
    }
    String url = location.startsWith(SQLITE_URL) ? location : SQLITE_URL + location;
    // SQLite has one writer at a time; a second connection would only wait for the first.
    return new Database(url, "INTEGER PRIMARY KEY AUTOINCREMENT", 1);
  }

  HikariConfig pool() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    if (url.startsWith(SQLITE_URL)) {
      makeFolder();
      config.addDataSourceProperty("journal_mode", "WAL");
      // FULL: a run that was answered with 201 survives a power cut too.
      config.addDataSourceProperty("synchronous", "FULL");
      config.addDataSourceProperty("busy_timeout", String.valueOf(PATIENCE_MILLIS));
      config.setMaxLifetime(0);
    }
    return config;
  }

  Map<String, String> placeholders() {
    return Map.of("identity", identity);
  }

  private void makeFolder() {
    String path = url.substring(SQLITE_URL.length());
    if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
      return;
    }
    Path folder = Path.of(path).toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException("folder " + folder + " cannot be made", e);
    }
  }
}
