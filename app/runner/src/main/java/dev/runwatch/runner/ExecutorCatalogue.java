/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The executors of one runner, by name: built-in ones and those of its configuration. */
final class ExecutorCatalogue {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String ALLOWED =
      "echo, fail, sleep, shell (with enable-shell) or a custom one as NAME=COMMAND";

  private final Map<String, Executor> byName;

  private ExecutorCatalogue(Map<String, Executor> byName) {
    this.byName = byName;
  }

  /**
   * @param executors names of built-in executors, or {@code NAME=COMMAND}
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  static ExecutorCatalogue of(Set<String> executors, boolean enableShell) {
    Map<String, Executor> byName = new LinkedHashMap<>();
    for (String text : executors) {
      Executor executor = parse(text, enableShell);
      if (byName.put(executor.name(), executor) != null) {
        throw refused(executor.name(), "is given twice; allowed: each name once");
      }
    }
    if (enableShell) {
      byName.putIfAbsent(Executor.SHELL.name(), Executor.SHELL);
    }
    if (byName.isEmpty()) {
      throw refused("", "is not an executor; allowed: at least one of " + ALLOWED);
    }
    return new ExecutorCatalogue(byName);
  }

  private static Executor parse(String text, boolean enableShell) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals).strip();
    if (!NAME.matcher(name).matches()) {
      throw refused(text, "is not an executor; allowed: " + ALLOWED);
    }
    Optional<Executor> builtIn = Executor.builtIn(name);
    if (equals >= 0) {
      String command = text.substring(equals + 1).strip();
      if (builtIn.isPresent()) {
        throw refused(name, "is built in; allowed: another name for the custom command");
      }
      if (command.isEmpty() || command.indexOf('\0') >= 0) {
        throw refused(text, "has no command; allowed: NAME=COMMAND");
      }
      return Executor.own(name, command);
    }
    if (name.equals(Executor.SHELL.name()) && !enableShell) {
      throw refused(
          name, "runs any command that a run names; it is allowed only with enable-shell");
    }
    return builtIn.orElseThrow(() -> refused(text, "is not an executor; allowed: " + ALLOWED));
  }

  private static IllegalArgumentException refused(String value, String why) {
    return new IllegalArgumentException("executors: '" + value + "' " + why);
  }

  /** In the order of the configuration. */
  Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  Optional<Executor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
