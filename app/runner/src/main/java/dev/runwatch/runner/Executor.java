/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to execute a run: a command for {@code /bin/sh -c}, which gets the run as JSON on standard
 * input and the parameters it declares as environment variables.
 *
 * @param name what a run asks for
 * @param command for the shell
 * @param parameters those that it gets as environment variables
 * @param tidy whether it is known to leave no process behind
 */
record Executor(String name, String command, List<Parameter> parameters, boolean tidy) {

  static final Executor ECHO = new Executor("echo", "exec cat", List.of(), true);

  static final Executor FAIL =
      new Executor(
          "fail",
          "printf '%b\\n' \"$RUNWATCH_MESSAGE\" >&2; exit 1",
          List.of(Parameter.optionalText("message", "RUNWATCH_MESSAGE", "failed on request")),
          true);

  static final Executor SLEEP =
      new Executor(
          "sleep",
          "exec sleep \"$RUNWATCH_SECONDS\"",
          List.of(Parameter.seconds("seconds", "RUNWATCH_SECONDS")),
          true);

  // The full stop keeps trailing newlines, which $(...) would strip.
  static final Executor SHELL =
      new Executor(
          "shell",
          "c=$(printf '%b.' \"$RUNWATCH_COMMAND\"); unset RUNWATCH_COMMAND;"
              + " exec /bin/sh -c \"${c%.}\"",
          List.of(Parameter.text("command", "RUNWATCH_COMMAND")),
          false);

  static Optional<Executor> builtIn(String name) {
    return Stream.of(ECHO, FAIL, SLEEP, SHELL).filter(e -> e.name.equals(name)).findFirst();
  }

  /** A custom executor, which reads the run from standard input. */
  static Executor own(String name, String command) {
    return new Executor(name, command, List.of(), false);
  }
}
