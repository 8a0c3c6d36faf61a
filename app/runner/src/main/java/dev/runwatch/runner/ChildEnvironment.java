/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The environment variables of the processes of runs: a short list of the runner's own variables,
 * those that its configuration adds, and those of the run. Immutable.
 */
final class ChildEnvironment {

  /** The runner's variables that every run gets. */
  static final List<String> ALWAYS = List.of("PATH", "HOME", "LANG", "TZ");

  static final String RUN_ID = "RUNWATCH_RUN_ID";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern AWS_SECRET =
      Pattern.compile("AWS_.*(ACCESS_KEY|SECRET|TOKEN|CREDENTIALS).*");

  private final Map<String, String> common;

  private ChildEnvironment(Map<String, String> common) {
    this.common = Map.copyOf(common);
  }

  /**
   * @param passed names of variables to pass to runs besides {@link #ALWAYS}
   * @param own the environment of the runner
   */
  static ChildEnvironment of(Set<String> passed, Map<String, String> own) {
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    names.addAll(passed);
    Map<String, String> common = new HashMap<>();
    for (String name : names) {
      String value = own.get(name);
      if (value != null) {
        common.put(name, value);
      }
    }
    return new ChildEnvironment(common);
  }

  /**
   * Refuses a name that is none, and the names of variables that hold secrets of the runner.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  static void check(String name) {
    boolean secret = name.startsWith("RUNWATCH_") || AWS_SECRET.matcher(name).matches();
    if (secret || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "pass-env: '"
              + name
              + "' is not allowed; allowed: names of environment variables, except RUNWATCH_* and"
              + " those with AWS credentials");
    }
  }

  /** Where runs find programs. */
  String searchPath() {
    return common.getOrDefault("PATH", "/usr/bin:/bin");
  }

  /** The environment of one run. */
  Map<String, String> of(Assignment run, Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(common);
    all.putAll(parameters);
    all.put(RUN_ID, run.runId());
    all.put("RUNWATCH_EXECUTOR", run.executor());
    run.attempt().ifPresent(attempt -> all.put("RUNWATCH_ATTEMPT", Integer.toString(attempt)));
    run.traceparent().ifPresent(trace -> all.put("TRACEPARENT", trace));
    return all;
  }
}
