/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.Environment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of a runner. Immutable.
 *
 * <p>Host name, project directory and name are its identity: a second runner of the same identity
 * takes over from the first.
 */
public final class RunnerConfig {

  private static final int MOST_RUNS = 256;
  private static final int MOST_TAGS = 64;

  private final URI coordinator;
  private final Environment environment;
  private final String name;
  private final String hostname;
  private final String projectDir;
  private final Set<String> tags;
  private final int maxRuns;
  private final Set<String> executors;
  private final boolean enableShell;
  private final Set<String> passEnv;
  private final Path dataDir;
  private final Set<String> limits;

  private RunnerConfig(Builder builder) {
    coordinator = checkedAddress(builder.coordinator);
    environment = builder.environment;
    name = checkedText("name", builder.name, 128);
    hostname = checkedText("hostname", builder.hostname, 255);
    projectDir = absolute(builder.projectDir);
    builder.tags.forEach(tag -> checkedText("tags", tag, 128));
    check(builder.tags.size() <= MOST_TAGS, "tags", builder.tags.size() + " tags", "at most 64");
    tags = copy(builder.tags);
    check(
        builder.maxRuns >= 1 && builder.maxRuns <= MOST_RUNS,
        "max-runs",
        builder.maxRuns,
        "1 to 256");
    maxRuns = builder.maxRuns;
    executors = copy(builder.executors);
    enableShell = builder.enableShell;
    builder.passEnv.forEach(ChildEnvironment::check);
    passEnv = copy(builder.passEnv);
    dataDir = builder.dataDir.toAbsolutePath().normalize();
    limits = copy(builder.limits);
    // Refuses what is no executor, and what is no limit of one.
    var unused = LimitCatalogue.of(limits, ExecutorCatalogue.of(executors, enableShell).names());
  }

  /** A builder with the defaults of the command line. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address of the coordinator, without a slash at its end. */
  public URI coordinator() {
    return coordinator;
  }

  /** The environment that the metrics belong to. */
  public Environment environment() {
    return environment;
  }

  /** The {@code executor_profile} of the registration. */
  String name() {
    return name;
  }

  /** The host name of the registration. */
  String hostname() {
    return hostname;
  }

  /** The absolute path of the directory in which runs without a directory are executed. */
  String projectDir() {
    return projectDir;
  }

  /** The tags that runs may demand. */
  Set<String> tags() {
    return tags;
  }

  /** The number of runs at a time. */
  int maxRuns() {
    return maxRuns;
  }

  /** The executors, as the configuration names them. */
  Set<String> executors() {
    return executors;
  }

  /** Whether the executor {@code shell} exists. */
  boolean enableShell() {
    return enableShell;
  }

  /** The names of the environment variables that runs get besides the fixed ones. */
  Set<String> passEnv() {
    return passEnv;
  }

  /** The absolute path of the folder for what must survive the process. */
  Path dataDir() {
    return dataDir;
  }

  /** The limits of resources, as the configuration names them. */
  Set<String> limits() {
    return limits;
  }

  /** Collects the settings of a runner. Not safe for use by several threads. */
  public static final class Builder {

    private URI coordinator = URI.create("http://127.0.0.1:8765");
    private Environment environment = new Environment("dev");
    private String name = "default";
    private String hostname = localHostname();
    private String projectDir = ".";
    private Set<String> tags = Set.of();
    private int maxRuns = 4;
    private Set<String> executors = new LinkedHashSet<>(List.of("echo", "fail", "sleep"));
    private boolean enableShell;
    private Set<String> passEnv = Set.of();
    private Path dataDir = Path.of(".runwatch");
    private Set<String> limits = Set.of();

    private Builder() {}

    /**
     * The address of the coordinator: {@code http} or {@code https}, a host, and at most a port and
     * a path prefix. Default: port 8765 on loopback.
     */
    public Builder coordinator(URI value) {
      coordinator = value;
      return this;
    }

    /** The environment that the metrics belong to. Default: dev. */
    public Builder environment(Environment value) {
      environment = value;
      return this;
    }

    /** The {@code executor_profile}: 1 to 128 characters. Default: default. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** The host name to register: 1 to 255 characters. Default: that of this machine. */
    public Builder hostname(String value) {
      hostname = value;
      return this;
    }

    /**
     * The directory in which runs without a directory are executed. A relative path begins at the
     * directory of the process. Default: that directory.
     */
    public Builder projectDir(String value) {
      projectDir = value;
      return this;
    }

    /** The tags that runs may demand: at most 64, each 1 to 128 characters. Default: none. */
    public Builder tags(Set<String> value) {
      tags = value;
      return this;
    }

    /** The number of runs at a time: 1 to 256. Default: 4. */
    public Builder maxRuns(int value) {
      maxRuns = value;
      return this;
    }

    /**
     * The executors, at least one: names of {@linkplain ExecutorCatalogue built-in executors}, or
     * {@code NAME=COMMAND} with a command for {@code /bin/sh -c}. Default: echo, fail, sleep.
     */
    public Builder executors(Set<String> value) {
      executors = value;
      return this;
    }

    /**
     * Whether the built-in executor {@code shell} exists, which runs any command that a run names.
     * Default: false.
     */
    public Builder enableShell(boolean value) {
      enableShell = value;
      return this;
    }

    /**
     * The names of the runner's environment variables that runs get, besides PATH, HOME, LANG and
     * TZ. Names of variables that hold the token or AWS credentials are refused. Default: none.
     */
    public Builder passEnv(Set<String> value) {
      passEnv = value;
      return this;
    }

    /**
     * The folder for results that the coordinator does not have yet and for the list of processes.
     * Several runners can share it. Default: .runwatch.
     */
    public Builder dataDir(Path value) {
      dataDir = value;
      return this;
    }

    /**
     * The resources that a run may use, each as {@code EXECUTOR.RESOURCE=VALUE}. Default: no limit.
     */
    public Builder limits(Set<String> value) {
      limits = value;
      return this;
    }

    /**
     * Builds the configuration.
     *
     * @throws IllegalArgumentException if a value is not allowed; the message names the option of
     *     the command line, the value and what is allowed
     */
    public RunnerConfig build() {
      return new RunnerConfig(this);
    }
  }

  private static URI checkedAddress(URI uri) {
    String scheme = uri.getScheme();
    boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    boolean plain =
        uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    check(
        web && uri.getHost() != null && plain && uri.getPort() != 0 && uri.getPort() <= 65535,
        "coordinator",
        uri,
        "an address like http://127.0.0.1:8765");
    String text = uri.toString();
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static String absolute(String dir) {
    try {
      return Path.of(checkedText("project-dir", dir, 4096)).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("project-dir: '" + dir + "' is not a path", e);
    }
  }

  private static String checkedText(String field, String value, int most) {
    check(
        !value.isBlank()
            && value.length() <= most
            && value.chars().noneMatch(Character::isISOControl),
        field,
        value,
        "1 to " + most + " characters, none of them a control character");
    return value;
  }

  private static void check(boolean allowed, String field, Object value, String whatIsAllowed) {
    if (!allowed) {
      throw new IllegalArgumentException(
          field + ": '" + value + "' is not allowed; allowed: " + whatIsAllowed);
    }
  }

  private static Set<String> copy(Set<String> values) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }

  private static String localHostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
