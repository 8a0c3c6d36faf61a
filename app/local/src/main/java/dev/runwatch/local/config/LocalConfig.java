/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.config;

import dev.runwatch.metrics.Environment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a rehearsal. Immutable; {@link #builder} starts with the defaults of the command
 * line.
 */
public final class LocalConfig {

  /** The environment of every rehearsal. */
  public static final Environment ENVIRONMENT = new Environment("local");

  /** The most runners that a rehearsal can have. */
  public static final int MAX_RUNNERS = 50;

  /** The most runs a minute that a rehearsal can create. */
  public static final int MAX_LOAD = 6_000;

  private final Path home;
  private final int port;
  private final int consolePort;
  private final Duration minute;
  private final int runners;
  private final Set<String> executors;
  private final Set<String> tags;
  private final int load;
  private final Path dataDir;
  private final CoordinatorTimes times;
  private final @Nullable InetSocketAddress smtp;
  private final String mailFrom;
  private final List<String> mailTo;

  private LocalConfig(Builder builder) {
    home = builder.home;
    port = inRange("port", builder.port, 0, 65_535);
    consolePort = inRange("console-port", builder.consolePort, 0, 65_535);
    minute = minute(builder.minute);
    runners = inRange("runners", builder.runners, 0, MAX_RUNNERS);
    executors = Collections.unmodifiableSet(new LinkedHashSet<>(builder.executors));
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(builder.tags));
    load = inRange("load", builder.load, 0, MAX_LOAD);
    dataDir = builder.dataDir;
    CoordinatorTimes given = builder.times;
    times = given == null ? CoordinatorTimes.scaledTo(minute).build() : given;
    smtp = builder.smtp;
    mailFrom = builder.mailFrom;
    mailTo = List.copyOf(builder.mailTo);
  }

  private static int inRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", and is " + value);
    }
    return value;
  }

  /** So that minutes of the rehearsal begin on real minutes too. */
  private static Duration minute(Duration value) {
    long millis = value.toMillis();
    if (millis < 1_000 || millis > 60_000 || 60_000 % millis != 0) {
      throw new IllegalArgumentException(
          "minute must be from 1s to 60s and divide 60s, and is " + millis + "ms");
    }
    return value;
  }

  /**
   * A builder with the defaults of the command line.
   *
   * @param home the folder with {@code alarms/} and {@code dashboards/}
   */
  public static Builder builder(Path home) {
    return new Builder(home);
  }

  public Path home() {
    return home;
  }

  public int port() {
    return port;
  }

  public int consolePort() {
    return consolePort;
  }

  public Duration minute() {
    return minute;
  }

  public int runners() {
    return runners;
  }

  public Set<String> executors() {
    return executors;
  }

  public Set<String> tags() {
    return tags;
  }

  public int load() {
    return load;
  }

  public Path dataDir() {
    return dataDir;
  }

  public CoordinatorTimes times() {
    return times;
  }

  public Optional<InetSocketAddress> smtp() {
    return Optional.ofNullable(smtp);
  }

  public String mailFrom() {
    return mailFrom;
  }

  public List<String> mailTo() {
    return mailTo;
  }

  /** Collects the settings of a rehearsal. Not thread-safe. */
  public static final class Builder {

    private final Path home;
    private int port = 8765;
    private int consolePort = 8766;
    private Duration minute = Duration.ofMinutes(1);
    private int runners = 1;
    private Set<String> executors = new LinkedHashSet<>(List.of("echo", "fail", "sleep"));
    private Set<String> tags = Set.of();
    private int load;
    private Path dataDir = Path.of(".runwatch", "local");
    private @Nullable CoordinatorTimes times;
    private @Nullable InetSocketAddress smtp;
    private String mailFrom = "runwatch@localhost";
    private List<String> mailTo = List.of("oncall@localhost");

    private Builder(Path home) {
      this.home = home;
    }

    /** The coordinator's port on loopback, 0 for a free one. Default: 8765. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** The console's port on loopback, 0 for a free one. Default: 8766. */
    public Builder consolePort(int value) {
      consolePort = value;
      return this;
    }

    /**
     * The length of a minute, 1 s to 60 s, a divisor of 60 s. Steps, alarm periods and the
     * coordinator's times shrink with it. Default: 60 s.
     */
    public Builder minute(Duration value) {
      minute = value;
      return this;
    }

    /** The number of runners, 0 to {@value #MAX_RUNNERS}. Default: 1. */
    public Builder runners(int value) {
      runners = value;
      return this;
    }

    /** The executors of each runner, as for a runner's option. Default: echo, fail, sleep. */
    public Builder executors(Set<String> value) {
      executors = value;
      return this;
    }

    /** The tags of each runner. Default: none. */
    public Builder tags(Set<String> value) {
      tags = value;
      return this;
    }

    /** The runs to create in each minute, 0 to {@value #MAX_LOAD}. Default: 0. */
    public Builder load(int value) {
      load = value;
      return this;
    }

    /** The folder for runs and for metrics that are not sent yet. Default: .runwatch/local. */
    public Builder dataDir(Path value) {
      dataDir = value;
      return this;
    }

    /** The coordinator's durations. Default: those of a coordinator, scaled to the minute. */
    public Builder times(CoordinatorTimes value) {
      times = value;
      return this;
    }

    /** The SMTP server that mails are sent to, or null for none. Default: none. */
    public Builder smtp(@Nullable InetSocketAddress value) {
      smtp = value;
      return this;
    }

    /** The sender of mails. Default: runwatch@localhost. */
    public Builder mailFrom(String value) {
      mailFrom = value;
      return this;
    }

    /** The recipients of mails. Default: oncall@localhost. */
    public Builder mailTo(List<String> value) {
      mailTo = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public LocalConfig build() {
      return new LocalConfig(this);
    }
  }
}
