/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All processes of a Linux machine; empty on other systems. */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private static final long RECENT_MILLIS = 50;
  private static List<ProcessStat> recent = List.of();
  private static long recentAt;

  private ProcessTable() {}

  static List<ProcessStat> all() {
    List<ProcessStat> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        ProcessStat.of(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return all; // no /proc here
    }
    return all;
  }

  /** All processes, as they were at most {@value #RECENT_MILLIS} ms ago. */
  static List<ProcessStat> recent() {
    synchronized (ProcessTable.class) {
      long now = System.nanoTime();
      if (recent.isEmpty() || now - recentAt > RECENT_MILLIS * 1_000_000) {
        recent = all();
        recentAt = now;
      }
      return recent;
    }
  }

  /** How many threads there are on the machine. */
  static long threads() {
    return all().stream().mapToLong(ProcessStat::threads).sum();
  }

  /** Whether a process was started with all these variables, each as {@code NAME=VALUE}. */
  static boolean hasVariables(long pid, List<String> variables) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
      String environment = "\0" + new String(bytes, StandardCharsets.ISO_8859_1);
      return variables.stream().allMatch(it -> environment.contains("\0" + it + "\0"));
    } catch (IOException e) {
      return false; // ended, or another user's
    }
  }

  /**
   * Sends SIGKILL to the processes that match, and to their groups, until there are none.
   *
   * @return how many there were at first
   */
  static int killAll(Predicate<ProcessStat> which, int mostRounds) {
    int first = -1;
    for (int round = 0; round < mostRounds; round++) {
      List<ProcessStat> found =
          all().stream()
              .filter(it -> it.runs() && it.pid() != ProcessHandle.current().pid())
              .filter(which)
              .toList();
      first = first < 0 ? found.size() : first;
      if (found.isEmpty()) {
        break;
      }
      for (ProcessStat process : found) {
        if (process.pid() == process.group()) {
          var unused = ProcessTree.signalGroup("KILL", process.group());
        }
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return Math.max(0, first);
  }
}
