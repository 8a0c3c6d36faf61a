/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small process outside of the JVM, which ends runs when their leases lapse and when the JVM
 * ends. On systems other than Linux there is none. Not thread-safe.
 */
final class Guardian implements AutoCloseable {

  /** The file with the deadline of the leases and with the processes to watch. */
  static final String WATCHED = "watched";

  /** The file with the processes that it has ended. */
  static final String ENDED = "ended";

  private static final String PAUSE_SECONDS = "0.25";

  private final Path folder;
  private @Nullable Process process;

  Guardian(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts it, if it does not run.
   *
   * @throws IOException if it cannot be started
   */
  void ensureAlive() throws IOException {
    Process before = process;
    if (!ProcessTree.GROUPS || (before != null && before.isAlive())) {
      return;
    }
    ProcessRecords.Id self = ProcessRecords.Id.of(ProcessHandle.current().pid());
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                ProcessTree.SETSID.toString(),
                "/bin/sh",
                "-c",
                script(),
                "runwatch-guardian",
                Long.toString(self.pid()),
                Long.toString(self.start()),
                folder.toString(),
                PAUSE_SECONDS));
    String path = System.getenv("PATH");
    builder.environment().clear();
    if (path != null) {
      builder.environment().put("PATH", path);
    }
    process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  private static String script() throws IOException {
    try (InputStream script = Guardian.class.getResourceAsStream("guardian.sh")) {
      if (script == null) {
        throw new IOException("guardian.sh is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
    }
  }
}
