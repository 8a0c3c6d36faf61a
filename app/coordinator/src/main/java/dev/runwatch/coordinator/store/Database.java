/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import com.zaxxer.hikari.HikariConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between the databases: how to reach one, and how it numbers rows.
 *
 * @param url the JDBC URL without any secret: it may be logged and shown
 * @param secrets the parameters that were taken out of the URL; the driver gets them on their own,
 *     so that no message of a driver or a pool can repeat them
 */
record Database(String url, Map<String, String> secrets, String identity, int readers) {

  private static final String SQLITE_URL = "jdbc:sqlite:";
  private static final String POSTGRESQL_URL = "jdbc:postgresql:";
  private static final long PATIENCE_MILLIS = 2_000;
  private static final int SQLITE_READERS = 3;

  static Database of(String location) {
    if (location.startsWith(POSTGRESQL_URL)) {
      return postgresql(location);
    }
    if (location.startsWith("jdbc:") && !location.startsWith(SQLITE_URL)) {
      // The rest of the URL may hold a password.
      String driver = location.substring(0, location.indexOf(':', "jdbc:".length()) + 1);
      throw new StoreException(
          "store "
              + driver
              + "… cannot be used: it must be a path, or a URL that begins with jdbc:sqlite: or"
              + " jdbc:postgresql:");
    }
    String url = location.startsWith(SQLITE_URL) ? location : SQLITE_URL + location;
    Database database =
        new Database(url, Map.of(), "INTEGER PRIMARY KEY AUTOINCREMENT", SQLITE_READERS);
    if (database.file().isEmpty()) {
      throw new StoreException(
          "store "
              + location
              + " cannot be used: several connections share it, so it must be a"
              + " file");
    }
    return database;
  }

  private static Database postgresql(String location) {
    int question = location.indexOf('?');
    String address = question < 0 ? location : location.substring(0, question);
    if (address.contains("@")) {
      throw new StoreException(
          "store "
              + POSTGRESQL_URL
              + "… cannot be used: the driver reads no user before the host; end the URL with"
              + " ?user=NAME&password=PASSWORD");
    }
    List<String> shown = new ArrayList<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    String query = question < 0 ? "" : location.substring(question + 1);
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (name.toLowerCase(Locale.ROOT).contains("password")) {
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        secrets.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      } else if (!parameter.isEmpty()) {
        shown.add(parameter);
      }
    }
    return new Database(
        shown.isEmpty() ? address : address + "?" + String.join("&", shown),
        secrets,
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        7);
  }

  /** The pool of the one connection that changes the store. */
  HikariConfig writePool() {
    HikariConfig config = pool("store-writer");
    config.setMaximumPoolSize(1);
    return config;
  }

  /** The pool of the connections that only read. */
  HikariConfig readPool() {
    HikariConfig config = pool("store");
    config.setMaximumPoolSize(readers);
    if (exclusive()) {
      config.setMinimumIdle(1);
      config.setConnectionInitSql("PRAGMA query_only = ON");
    }
    return config;
  }

  private HikariConfig pool(String name) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    secrets.forEach(config::addDataSourceProperty);
    if (exclusive()) {
      config.addDataSourceProperty("journal_mode", "WAL");
      // FULL: a run that was answered with 201 survives a power cut too.
      config.addDataSourceProperty("synchronous", "FULL");
      config.addDataSourceProperty("busy_timeout", String.valueOf(PATIENCE_MILLIS));
      config.setMaxLifetime(0);
    }
    return config;
  }

  /** Whether one process at a time has the store. */
  boolean exclusive() {
    return url.startsWith(SQLITE_URL);
  }

  /** Reads the last number of a transition, and lets other coordinators wait until the commit. */
  String lockCounters() {
    String read = "SELECT transitions FROM store_counters WHERE id = 1";
    return exclusive() ? read : read + " FOR UPDATE";
  }

  Map<String, String> placeholders() {
    return Map.of("identity", identity, "key", url.startsWith(SQLITE_URL) ? "INTEGER" : "BIGINT");
  }

  /** The location as users know it, without secrets. */
  String location() {
    return file().map(Path::toString).orElse(url);
  }

  /** The file of a SQLite database, or empty for one in memory or on a server. */
  Optional<Path> file() {
    if (!url.startsWith(SQLITE_URL)) {
      return Optional.empty();
    }
    String path = url.substring(SQLITE_URL.length()).replaceFirst("\\?.*$", "");
    if (path.startsWith("file:")) {
      path = path.substring("file:".length());
    }
    return path.isEmpty() || path.startsWith(":") ? Optional.empty() : Optional.of(Path.of(path));
  }
}
