/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options that the contract sets; all others have their defaults.
 *
 * @param times how long a coordinator waits for what
 * @param maxConnections the limit of open connections
 * @param tokens the tokens file, or null for a coordinator that everybody may use
 */
public record CoordinatorSettings(Times times, int maxConnections, @Nullable Path tokens) {

  /** How long a coordinator waits for what. */
  public record Times(
      Duration pollWait,
      Duration heartbeatInterval,
      Duration staleAfter,
      Duration removeAfter,
      Duration noMatchAfter) {}

  /** Short polls; the other times are so long that they never pass in a test. */
  public static CoordinatorSettings shortPolls() {
    return new CoordinatorSettings(
        new Times(
            Duration.ofMillis(300),
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5)),
        20_000,
        null);
  }

  /** Long polls; the other times are so long that they never pass in a test. */
  public static CoordinatorSettings longPolls() {
    Times times = shortPolls().times();
    return new CoordinatorSettings(
        new Times(
            Duration.ofSeconds(60),
            times.heartbeatInterval(),
            times.staleAfter(),
            times.removeAfter(),
            times.noMatchAfter()),
        20_000,
        null);
  }

  /** Times that a test can wait for. */
  public static CoordinatorSettings shortTimes() {
    return new CoordinatorSettings(
        new Times(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2)),
        20_000,
        null);
  }

  /** These settings with another limit of open connections. */
  public CoordinatorSettings withMaxConnections(int limit) {
    return new CoordinatorSettings(times, limit, tokens);
  }

  /** These settings with tokens. */
  public CoordinatorSettings withTokens(Path file) {
    return new CoordinatorSettings(times, maxConnections, file);
  }
}
