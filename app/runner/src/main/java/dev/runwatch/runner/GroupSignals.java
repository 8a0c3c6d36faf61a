/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals process groups through a shell that is started once: the Java runtime signals single
 * processes, and a fork bomb leaves no process for a new shell. The shell ends with this JVM.
 */
final class GroupSignals {

  private static final String SCRIPT =
      "while read -r signal group; do"
          + " if kill -s \"$signal\" -- \"-$group\" 2>/dev/null; then echo y; else echo n; fi; done";

  private static final int ANSWER_BYTES = 2;
  private static final long LONGEST_NANOS = 2_000_000_000L;

  private static @Nullable Process shell;

  private GroupSignals() {}

  /**
   * Starts the shell, if it does not run.
   *
   * @throws IOException if it cannot be started
   */
  static synchronized void prepare() throws IOException {
    var unused = shell();
  }

  /** Whether the signal was sent to the group. */
  static synchronized boolean send(String signal, long group) {
    try {
      Process to = shell();
      OutputStream out = to.getOutputStream();
      out.write((signal + " " + group + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = to.getInputStream();
      long begin = System.nanoTime();
      while (in.available() < ANSWER_BYTES) {
        if (System.nanoTime() - begin > LONGEST_NANOS) {
          throw new IOException("no answer");
        }
        Thread.sleep(1);
      }
      return in.readNBytes(ANSWER_BYTES)[0] == 'y';
    } catch (IOException e) {
      giveUp();
      return false;
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void giveUp() {
    Process last = shell;
    if (last != null) {
      last.destroyForcibly(); // an answer that comes later would be taken for the next one
    }
    shell = null;
  }

  private static Process shell() throws IOException {
    Process last = shell;
    if (last != null && last.isAlive()) {
      return last;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(ProcessTree.SETSID.toString(), "/bin/sh", "-c", SCRIPT, "runwatch-signals"));
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      last = builder.start();
    } catch (OutOfMemoryError e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
    shell = last;
    return last;
  }
}
