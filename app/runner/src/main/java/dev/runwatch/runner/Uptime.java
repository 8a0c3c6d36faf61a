/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A clock that goes on while this process is stopped, and on Linux also while the system sleeps.
 */
final class Uptime {

  private static final Path FILE = Path.of("/proc/uptime");
  private static final boolean LINUX = Files.isReadable(FILE);

  private Uptime() {}

  /** Hundredths of a second; comparable with {@code /proc/uptime} without its point. */
  static long centis() {
    if (LINUX) {
      try {
        String text = Files.readString(FILE);
        return Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", ""));
      } catch (IOException e) {
        return System.nanoTime() / 10_000_000;
      }
    }
    return System.nanoTime() / 10_000_000;
  }
}
