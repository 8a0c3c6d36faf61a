/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a run with all its descendants. Not thread-safe.
 *
 * <p>Where {@code setsid} exists, the process leads its own session and process group. A child
 * whose parent has ended is then still found, and Ctrl-C on the runner does not reach the run.
 */
final class ProcessTree {

  static final Path SETSID = Path.of("/usr/bin/setsid");

  /** Whether processes lead their own sessions and groups. */
  static final boolean GROUPS = Files.isExecutable(SETSID);

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
  private static final int MOST_ROUNDS = 100;

  /**
   * Waits for a word on standard input, and ends without it. Then it becomes the command. Where
   * memory is short, Linux ends it sooner than the runner.
   */
  private static final String GATE =
      "{ echo 500 > /proc/self/oom_score_adj; } 2>/dev/null;"
          + " read -r RUNWATCH_GATE && [ \"$RUNWATCH_GATE\" = go ] || exit 125;"
          + " unset RUNWATCH_GATE; exec \"$@\" < \"$0\"";

  private final Process process;
  private final List<String> variables;
  private final List<ProcessHandle> signalled = new ArrayList<>();

  private ProcessTree(Process process, List<String> variables) {
    this.process = process;
    this.variables = variables;
  }

  /**
   * Starts a process that becomes the command when it is {@linkplain #release released}, and ends
   * when this JVM ends before that.
   *
   * @param environment all its environment variables
   * @param input the file of its standard input; a pipe would block the runner when the command
   *     does not read. It must exist until the command has ended
   * @param variables by which its descendants are found, as {@code NAME=VALUE}; all of them are in
   *     the environment
   * @throws IOException if it cannot be started
   */
  static ProcessTree start(
      List<String> command,
      Map<String, String> environment,
      List<String> variables,
      Path dir,
      Path input)
      throws IOException {
    List<String> words = new ArrayList<>();
    if (GROUPS) {
      words.add(SETSID.toString());
    }
    words.addAll(List.of("/bin/sh", "-c", GATE, input.toAbsolutePath().toString()));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(dir.toFile());
    // What a run is told, it may print. It gets no variable of the runner that is not meant for it.
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ProcessTree(builder.start(), variables);
    } catch (OutOfMemoryError e) {
      // No thread could be started that waits for the process, which exists and waits for its word.
      if (!variables.isEmpty()) {
        var unused =
            ProcessTable.killAll(it -> ProcessTable.hasVariables(it.pid(), variables), MOST_ROUNDS);
      }
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Lets the command begin.
   *
   * @throws IOException if the process has ended
   */
  void release() throws IOException {
    try (OutputStream gate = process.getOutputStream()) {
      gate.write("go\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  long pid() {
    return process.pid();
  }

  InputStream stdout() {
    return process.getInputStream();
  }

  InputStream stderr() {
    return process.getErrorStream();
  }

  /** Waits for the end of the process itself, not of its children. */
  boolean awaitExit(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Sends SIGTERM once to each process of the tree. */
  void terminate() {
    process.descendants().forEach(signalled::add);
    boolean group = signalGroup("TERM", process.pid());
    if (!group) {
      process.toHandle().destroy();
    }
    for (ProcessHandle child : signalled) {
      if (!group || !inGroup(child)) {
        child.destroy();
      }
    }
  }

  /** Whether a process that {@link #terminate} found still exists. */
  boolean hasSurvivors() {
    return process.isAlive() || signalled.stream().anyMatch(ProcessHandle::isAlive);
  }

  /** Sends SIGKILL to the rest of the tree, and to what has left it and kept its environment. */
  void kill() {
    process.descendants().forEach(signalled::add);
    var ignored = signalGroup("KILL", process.pid());
    process.toHandle().destroyForcibly();
    signalled.forEach(ProcessHandle::destroyForcibly);
    if (!variables.isEmpty()) {
      var unused =
          ProcessTable.killAll(it -> ProcessTable.hasVariables(it.pid(), variables), MOST_ROUNDS);
    }
  }

  /** Starts what signals groups, while the system still has a process for it. */
  static void prepare() {
    try {
      if (GROUPS) {
        GroupSignals.prepare();
      }
    } catch (IOException e) {
      LOG.warn("processes cannot be signalled as groups: {}", e.toString());
    }
  }

  /** Signals the process group. */
  static boolean signalGroup(String signal, long group) {
    return GROUPS && GroupSignals.send(signal, group);
  }

  /** Whether it is in the process group, according to Linux. */
  private boolean inGroup(ProcessHandle child) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(child.pid()), "stat"), StandardCharsets.ISO_8859_1);
      // pid (name) state ppid pgrp …; the name may contain anything, also spaces and brackets.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
      return fields[2].equals(Long.toString(process.pid()));
    } catch (IOException | IndexOutOfBoundsException e) {
      return true;
    }
  }
}
