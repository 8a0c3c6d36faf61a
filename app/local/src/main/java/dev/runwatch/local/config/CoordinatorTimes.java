/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.config;

import java.time.Duration;

/**
 * The coordinator's durations in a rehearsal. {@link #scaledTo} gives the defaults; the builder
 * replaces some of them.
 */
public final class CoordinatorTimes {

  private static final Duration REAL_MINUTE = Duration.ofMinutes(1);

  private final Duration pollWait;
  private final Duration heartbeatInterval;
  private final Duration staleAfter;
  private final Duration removeAfter;
  private final Duration noMatchAfter;

  private CoordinatorTimes(Builder builder) {
    pollWait = builder.pollWait;
    heartbeatInterval = builder.heartbeatInterval;
    staleAfter = builder.staleAfter;
    removeAfter = builder.removeAfter;
    noMatchAfter = builder.noMatchAfter;
  }

  /**
   * A builder with the defaults of a rehearsal: those of a coordinator, and an hour for {@code
   * noMatchAfter}, multiplied by minute / 60 s.
   *
   * @param minute the length of a minute
   */
  public static Builder scaledTo(Duration minute) {
    return new Builder(minute);
  }

  public Duration pollWait() {
    return pollWait;
  }

  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  public Duration staleAfter() {
    return staleAfter;
  }

  public Duration removeAfter() {
    return removeAfter;
  }

  public Duration noMatchAfter() {
    return noMatchAfter;
  }

  /** Collects durations; each replaces a scaled default as it is. Not thread-safe. */
  public static final class Builder {

    private Duration pollWait;
    private Duration heartbeatInterval;
    private Duration staleAfter;
    private Duration removeAfter;
    private Duration noMatchAfter;

    private Builder(Duration minute) {
      pollWait = scaled(Duration.ofSeconds(30), minute);
      heartbeatInterval = scaled(Duration.ofSeconds(20), minute);
      staleAfter = scaled(Duration.ofSeconds(60), minute);
      removeAfter = scaled(Duration.ofMinutes(10), minute);
      noMatchAfter = scaled(Duration.ofHours(1), minute);
    }

    private static Duration scaled(Duration real, Duration minute) {
      long millis = real.toMillis() * minute.toMillis() / REAL_MINUTE.toMillis();
      return Duration.ofMillis(Math.max(1, millis));
    }

    public Builder pollWait(Duration value) {
      pollWait = value;
      return this;
    }

    public Builder heartbeatInterval(Duration value) {
      heartbeatInterval = value;
      return this;
    }

    public Builder staleAfter(Duration value) {
      staleAfter = value;
      return this;
    }

    public Builder removeAfter(Duration value) {
      removeAfter = value;
      return this;
    }

    public Builder noMatchAfter(Duration value) {
      noMatchAfter = value;
      return this;
    }

    public CoordinatorTimes build() {
      return new CoordinatorTimes(this);
    }
  }
}
