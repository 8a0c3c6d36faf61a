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
import java.util.Set;

/**
 * What a runner is and may do. Immutable.
 *
 * <p>Host name, project directory and name are its identity: a second runner of the same identity
 * takes over from the first.
 *
 * @param coordinator where the coordinator listens: {@code http} or {@code https}, a host, and a
 *     path prefix at most
 * @param environment the dimension of its metrics
 * @param name its {@code executor_profile}: 1 to 128 characters
 * @param hostname the name it registers under: 1 to 255 characters
 * @param projectDir where runs that name no directory of their own are executed; made absolute
 * @param tags what runs may demand: each 1 to 128 characters, at most 64 of them
 * @param maxRuns how many runs it executes at once: 1 to 256
 * @param executors what it can execute: names of {@linkplain ExecutorCatalogue built-in executors}
 *     or own ones as {@code NAME=COMMAND}, the command for {@code /bin/sh -c}; at least one
 * @param enableShell whether the built-in executor {@code shell}, which runs any command it is
 *     given, exists
 */
public record RunnerConfig(
    URI coordinator,
    Environment environment,
    String name,
    String hostname,
    String projectDir,
    Set<String> tags,
    int maxRuns,
    Set<String> executors,
    boolean enableShell) {

  private static final int MOST_RUNS = 256;
  private static final int MOST_TAGS = 64;

  /**
   * @throws IllegalArgumentException if a value is not allowed; the message names the option of the
   *     command line, the value and what is allowed
   */
  public RunnerConfig {
    coordinator = checkedAddress(coordinator);
    checkText("name", name, 128);
    checkText("hostname", hostname, 255);
    projectDir = absolute(projectDir);
    tags.forEach(tag -> checkText("tags", tag, 128));
    check(tags.size() <= MOST_TAGS, "tags", tags.size() + " tags", "at most 64");
    check(maxRuns >= 1 && maxRuns <= MOST_RUNS, "max-runs", maxRuns, "1 to 256");
    tags = copy(tags);
    executors = copy(executors);
    ExecutorCatalogue.of(executors, enableShell); // for its complaints
  }

  /** The defaults of the command line, for the coordinator on this machine. */
  public static RunnerConfig defaults() {
    Set<String> executors = new LinkedHashSet<>();
    Collections.addAll(executors, "echo", "fail", "sleep");
    return new RunnerConfig(
        URI.create("http://127.0.0.1:8765"),
        new Environment("dev"),
        "default",
        localHostname(),
        ".",
        Set.of(),
        /* maxRuns= */ 4,
        executors,
        /* enableShell= */ false);
  }

  /** Returns a copy with this coordinator. */
  public RunnerConfig withCoordinator(URI value) {
    return new RunnerConfig(
        value, environment, name, hostname, projectDir, tags, maxRuns, executors, enableShell);
  }

  /** Returns a copy with this environment. */
  public RunnerConfig withEnvironment(Environment value) {
    return new RunnerConfig(
        coordinator, value, name, hostname, projectDir, tags, maxRuns, executors, enableShell);
  }

  /** Returns a copy with this name. */
  public RunnerConfig withName(String value) {
    return new RunnerConfig(
        coordinator,
        environment,
        value,
        hostname,
        projectDir,
        tags,
        maxRuns,
        executors,
        enableShell);
  }

  /** Returns a copy with this host name. */
  public RunnerConfig withHostname(String value) {
    return new RunnerConfig(
        coordinator, environment, name, value, projectDir, tags, maxRuns, executors, enableShell);
  }

  /** Returns a copy with this project directory. */
  public RunnerConfig withProjectDir(String value) {
    return new RunnerConfig(
        coordinator, environment, name, hostname, value, tags, maxRuns, executors, enableShell);
  }

  /** Returns a copy with these tags. */
  public RunnerConfig withTags(Set<String> value) {
    return new RunnerConfig(
        coordinator,
        environment,
        name,
        hostname,
        projectDir,
        value,
        maxRuns,
        executors,
        enableShell);
  }

  /** Returns a copy with this many runs at once. */
  public RunnerConfig withMaxRuns(int value) {
    return new RunnerConfig(
        coordinator, environment, name, hostname, projectDir, tags, value, executors, enableShell);
  }

  /** Returns a copy with these executors. */
  public RunnerConfig withExecutors(Set<String> value) {
    return new RunnerConfig(
        coordinator, environment, name, hostname, projectDir, tags, maxRuns, value, enableShell);
  }

  /** Returns a copy with the executor {@code shell}, or without. */
  public RunnerConfig withEnableShell(boolean value) {
    return new RunnerConfig(
        coordinator, environment, name, hostname, projectDir, tags, maxRuns, executors, value);
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
    checkText("project-dir", dir, 4096);
    try {
      return Path.of(dir).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("project-dir: '" + dir + "' is not a path", e);
    }
  }

  private static void checkText(String field, String value, int most) {
    check(
        !value.isBlank()
            && value.length() <= most
            && value.chars().noneMatch(Character::isISOControl),
        field,
        value,
        "1 to " + most + " characters, none of them a control character");
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
