/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.metrics.Environment;
import dev.runwatch.sparkjetty.TlsKeystore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a coordinator. Immutable; {@link #builder()} starts with the defaults of the
 * command line.
 */
public final class CoordinatorConfig {

  private final InetSocketAddress listen;
  private final String store;
  private final StoreOwner.Role role;
  private final Environment environment;
  private final Duration pollWait;
  private final Duration heartbeatInterval;
  private final Duration staleAfter;
  private final Duration removeAfter;
  private final Duration noMatchAfter;
  private final Duration step;
  private final Duration recent;
  private final Predicate<String> noMatchExempt;
  private final @Nullable Path tokens;
  private final boolean insecure;
  private final @Nullable TlsKeystore tls;
  private final Duration retain;
  private final int retainRuns;
  private final int maxConnections;
  private final int maxConnectionsPerAddress;

  private CoordinatorConfig(Builder builder) {
    listen = builder.listen;
    store = builder.store;
    role = builder.role;
    environment = builder.environment;
    pollWait = positive("poll-wait", builder.pollWait);
    heartbeatInterval = positive("heartbeat-interval", builder.heartbeatInterval);
    staleAfter = positive("stale-after", builder.staleAfter);
    removeAfter = positive("remove-after", builder.removeAfter);
    noMatchAfter = positive("no-match-after", builder.noMatchAfter);
    step = positive("step", builder.step);
    recent = positive("recent", builder.recent);
    noMatchExempt = builder.noMatchExempt;
    tokens = builder.tokens;
    insecure = builder.insecure;
    tls = builder.tls;
    retain = positive("retain", builder.retain);
    retainRuns = builder.retainRuns;
    maxConnections = builder.maxConnections;
    maxConnectionsPerAddress = builder.maxConnectionsPerAddress;
    if (staleAfter.compareTo(removeAfter) > 0) {
      throw new IllegalArgumentException("stale-after must not be longer than remove-after");
    }
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0");
    }
    return value;
  }

  /** A builder with the defaults of the command line. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address to listen on. */
  InetSocketAddress listen() {
    return listen;
  }

  /** A path for SQLite, or a JDBC URL of SQLite or PostgreSQL. */
  String store() {
    return store;
  }

  /** What the coordinator is to its store: a service, or a rehearsal. */
  StoreOwner.Role role() {
    return role;
  }

  /** The environment that the metrics belong to. */
  public Environment environment() {
    return environment;
  }

  /** The longest time that a poll waits. */
  Duration pollWait() {
    return pollWait;
  }

  /** The heartbeat interval that runners are given. */
  Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  /** The time without a sign of life after which a runner is stale. */
  Duration staleAfter() {
    return staleAfter;
  }

  /** The time without a sign of life after which a runner is removed and its runs fail. */
  Duration removeAfter() {
    return removeAfter;
  }

  /** The time without a matching online runner after which a pending run fails. */
  Duration noMatchAfter() {
    return noMatchAfter;
  }

  /** The interval at which metrics are sampled. */
  public Duration step() {
    return step;
  }

  /** The time over which the gauges of recent runs count. */
  Duration recent() {
    return recent;
  }

  /** The run types that never fail for lack of a matching runner. */
  Predicate<String> noMatchExempt() {
    return noMatchExempt;
  }

  /** The file of the tokens that callers need, or null if none is needed. */
  @Nullable Path tokens() {
    return tokens;
  }

  /** Whether other machines may reach the coordinator although no token is needed. */
  boolean insecure() {
    return insecure;
  }

  /** The key to serve HTTPS with, or null for HTTP. */
  @Nullable TlsKeystore tls() {
    return tls;
  }

  /** How long ended runs are kept. */
  Duration retain() {
    return retain;
  }

  /** How many ended runs are kept. */
  int retainRuns() {
    return retainRuns;
  }

  /** The number of connections that are open at a time. */
  int maxConnections() {
    return maxConnections;
  }

  /** The number of connections that one address may have open at a time. */
  int maxConnectionsPerAddress() {
    return maxConnectionsPerAddress;
  }

  /** Collects the settings of a coordinator. Not safe for use by several threads. */
  public static final class Builder {

    private InetSocketAddress listen =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 8765);
    private String store = ".runwatch/runs.db";
    private StoreOwner.Role role = StoreOwner.Role.COORDINATOR;
    private Environment environment = new Environment("dev");
    private Duration pollWait = Duration.ofSeconds(30);
    private Duration heartbeatInterval = Duration.ofSeconds(20);
    private Duration staleAfter = Duration.ofSeconds(60);
    private Duration removeAfter = Duration.ofMinutes(10);
    private Duration noMatchAfter = Duration.ofMinutes(5);
    private Duration step = Duration.ofSeconds(60);
    private Duration recent = Duration.ofMinutes(15);
    private Predicate<String> noMatchExempt = type -> false;
    private @Nullable Path tokens;
    private boolean insecure;
    private @Nullable TlsKeystore tls;
    private Duration retain = Duration.ofDays(30);
    private int retainRuns = 1_000_000;
    private int maxConnections = 20_000;
    private int maxConnectionsPerAddress = 200;

    private Builder() {}

    /** The address to listen on; port 0 takes a free one. Default: port 8765 on loopback. */
    public Builder listen(InetSocketAddress value) {
      listen = value;
      return this;
    }

    /** A path for SQLite, or a JDBC URL of SQLite or PostgreSQL. Default: .runwatch/runs.db. */
    public Builder store(String value) {
      store = value;
      return this;
    }

    /** What the coordinator is to its store. Default: a service. */
    public Builder role(StoreOwner.Role value) {
      role = value;
      return this;
    }

    /** The environment that the metrics belong to. Default: dev. */
    public Builder environment(Environment value) {
      environment = value;
      return this;
    }

    /** The longest time that a poll waits. Default: 30 s. */
    public Builder pollWait(Duration value) {
      pollWait = value;
      return this;
    }

    /** The heartbeat interval that runners are given. Default: 20 s. */
    public Builder heartbeatInterval(Duration value) {
      heartbeatInterval = value;
      return this;
    }

    /** The time without a sign of life after which a runner is stale. Default: 60 s. */
    public Builder staleAfter(Duration value) {
      staleAfter = value;
      return this;
    }

    /** The time without a sign of life after which a runner is removed. Default: 10 min. */
    public Builder removeAfter(Duration value) {
      removeAfter = value;
      return this;
    }

    /** The time without a matching online runner after which a run fails. Default: 5 min. */
    public Builder noMatchAfter(Duration value) {
      noMatchAfter = value;
      return this;
    }

    /** The interval at which metrics are sampled. Default: 60 s. */
    public Builder step(Duration value) {
      step = value;
      return this;
    }

    /** The time over which the gauges of recent runs count. Default: 15 min, whatever the step. */
    public Builder recent(Duration value) {
      recent = value;
      return this;
    }

    /** The run types that never fail for lack of a matching runner. Default: none. */
    public Builder noMatchExempt(Predicate<String> value) {
      noMatchExempt = value;
      return this;
    }

    /** The file of the tokens that callers need, or null. Default: null, on loopback only. */
    public Builder tokens(@Nullable Path value) {
      tokens = value;
      return this;
    }

    /** Whether other machines may reach the coordinator without tokens. Default: false. */
    public Builder insecure(boolean value) {
      insecure = value;
      return this;
    }

    /** The key to serve HTTPS with, or null for HTTP. Default: null. */
    public Builder tls(@Nullable TlsKeystore value) {
      tls = value;
      return this;
    }

    /** How long ended runs are kept. Default: 30 days. */
    public Builder retain(Duration value) {
      retain = value;
      return this;
    }

    /** How many ended runs are kept. Default: 1,000,000. */
    public Builder retainRuns(int value) {
      retainRuns = value;
      return this;
    }

    /** The number of connections that are open at a time. Default: 20,000. */
    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    /** The number of connections of one address; loopback has no limit. Default: 200. */
    public Builder maxConnectionsPerAddress(int value) {
      maxConnectionsPerAddress = value;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException if a duration is not positive, or staleAfter is longer than
     *     removeAfter
     */
    public CoordinatorConfig build() {
      return new CoordinatorConfig(this);
    }
  }
}
