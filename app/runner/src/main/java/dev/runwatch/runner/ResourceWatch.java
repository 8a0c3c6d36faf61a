/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Looks several times a second whether the processes of a run together use more than they may. Sees
 * the session of the run and the descendants of its first process. On systems other than Linux it
 * sees the output only. Not thread-safe.
 */
final class ResourceWatch {

  private static final long PAUSE_NANOS = 100_000_000;
  private static final long TICKS_PER_SECOND = 100;
  private static final long PAGE_BYTES = pageBytes();

  private final Limits limits;
  private final long leader;
  private long last = System.nanoTime();

  ResourceWatch(Limits limits, long leader) {
    this.limits = limits;
    this.leader = leader;
  }

  /**
   * The resource of which the run uses too much.
   *
   * @param outputBytes what it has written so far
   */
  Optional<Limits.Resource> exceeded(long outputBytes) {
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    if (isOver(Limits.Resource.OUTPUT, outputBytes)) {
      return Optional.of(Limits.Resource.OUTPUT);
    }
    long now = System.nanoTime();
    if (now - last < PAUSE_NANOS) {
      return Optional.empty();
    }
    last = now;
    List<ProcessStat> processes = processes(ProcessTable.recent());
    if (isOver(Limits.Resource.PROCESSES, processes.size())) {
      return Optional.of(Limits.Resource.PROCESSES);
    }
    long pages = processes.stream().mapToLong(ProcessStat::residentPages).sum();
    if (isOver(Limits.Resource.MEMORY, pages * PAGE_BYTES)) {
      return Optional.of(Limits.Resource.MEMORY);
    }
    long ticks = processes.stream().mapToLong(ProcessStat::ticks).sum();
    if (isOver(Limits.Resource.CPU, ticks / TICKS_PER_SECOND)) {
      return Optional.of(Limits.Resource.CPU);
    }
    // The system lets no process open more than the limit: at the limit the next one fails.
    OptionalLong files = limits.get(Limits.Resource.FILES);
    if (files.isPresent()
        && processes.stream().anyMatch(it -> openFiles(it.pid()) >= files.getAsLong())) {
      return Optional.of(Limits.Resource.FILES);
    }
    return Optional.empty();
  }

  private boolean isOver(Limits.Resource resource, long value) {
    OptionalLong limit = limits.get(resource);
    return limit.isPresent() && value > limit.getAsLong();
  }

  private List<ProcessStat> processes(List<ProcessStat> all) {
    Map<Long, Long> parents = new HashMap<>();
    all.forEach(it -> parents.put(it.pid(), it.parent()));
    return all.stream()
        .filter(ProcessStat::runs)
        .filter(it -> it.session() == leader || descends(it.pid(), parents))
        .toList();
  }

  private boolean descends(long pid, Map<Long, Long> parents) {
    Long ancestor = pid;
    for (int depth = 0; ancestor != null && depth < 1_000; depth++) {
      if (ancestor == leader) {
        return true;
      }
      ancestor = parents.get(ancestor);
    }
    return false;
  }

  private static long openFiles(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException | RuntimeException e) {
      return 0; // ended, or another user's
    }
  }

  private static long pageBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
      return lines
          .filter(line -> line.startsWith("KernelPageSize:"))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .orElse(4096L);
    } catch (IOException | RuntimeException e) {
      return 4096;
    }
  }
}
