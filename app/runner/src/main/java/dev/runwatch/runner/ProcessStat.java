/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux says of a process in {@code /proc/PID/stat}.
 *
 * @param ticks the CPU time of the process and of its ended children, in clock ticks
 * @param start the start time in clock ticks after the boot; with the pid it names a process
 * @param residentPages the memory that it uses, in pages
 * @param threads how many it has
 */
record ProcessStat(
    long pid,
    char state,
    long parent,
    long group,
    long session,
    long ticks,
    long start,
    long residentPages,
    long threads) {

  /** Reads one process; empty if it does not exist, or the system is not Linux. */
  static Optional<ProcessStat> of(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "stat");
      return Optional.of(parse(pid, Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Parses {@code pid (name) state …}; the name may contain anything, also spaces and brackets. */
  static ProcessStat parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return new ProcessStat(
        pid,
        fields[0].charAt(0),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        ticks,
        Long.parseLong(fields[19]),
        Long.parseLong(fields[21]),
        Long.parseLong(fields[17]));
  }

  /** Whether it still executes code; a zombie only waits for its parent. */
  boolean runs() {
    return state != 'Z' && state != 'X';
  }
}
