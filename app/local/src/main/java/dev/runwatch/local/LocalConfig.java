/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How everything runs on one machine.
 *
 * @param home where {@code alarms/} and {@code dashboards/} are
 * @param port the coordinator's, 0 for a free one
 * @param consolePort the console's, 0 for a free one
 * @param minute how long a minute is: everything that is told in minutes shrinks with it
 * @param runners how many runners, 0 or more
 * @param load runs to create in each of its minutes, 0 or more
 * @param dataDir where runs and unsent metrics are kept
 * @param times the coordinator's times, already scaled
 * @param smtp where mails are really sent too, or null
 */
public record LocalConfig(
    Path home,
    int port,
    int consolePort,
    Duration minute,
    int runners,
    int load,
    Path dataDir,
    Times times,
    @Nullable InetSocketAddress smtp,
    String mailFrom,
    List<String> mailTo) {

  public LocalConfig {
    mailTo = List.copyOf(mailTo);
  }

  /** The times of the coordinator. */
  public record Times(
      Duration pollWait,
      Duration heartbeatInterval,
      Duration staleAfter,
      Duration removeAfter,
      Duration noMatchAfter) {

    /** The defaults of a rehearsal, for minutes of that length. */
    public static Times scaledTo(Duration minute) {
      return new Times(
          scaled(Duration.ofSeconds(30), minute),
          scaled(Duration.ofSeconds(20), minute),
          scaled(Duration.ofSeconds(60), minute),
          scaled(Duration.ofSeconds(600), minute),
          scaled(Duration.ofMinutes(60), minute));
    }

    private static Duration scaled(Duration real, Duration minute) {
      return Duration.ofMillis(Math.max(1, real.toMillis() * minute.toMillis() / 60_000));
    }
  }
}
