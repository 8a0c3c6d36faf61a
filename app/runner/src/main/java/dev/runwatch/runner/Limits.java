/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The resources that a run of one executor may use. Immutable.
 *
 * <p>The operating system enforces those that it knows for each process: CPU time, memory and open
 * files. {@link ResourceWatch} enforces all of them for all processes of a run together.
 */
final class Limits {

  /** What can be limited. */
  enum Resource {
    /** CPU time of all processes, in seconds. */
    CPU,
    /** Resident memory of all processes, in bytes. */
    MEMORY,
    /** Open files of one process. */
    FILES,
    /** What it writes to standard output and standard error, in bytes. */
    OUTPUT,
    /** Processes at a time. */
    PROCESSES;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Resource> of(String key) {
      for (Resource resource : values()) {
        if (resource.key().equals(key)) {
          return Optional.of(resource);
        }
      }
      return Optional.empty();
    }
  }

  static final Limits NONE = new Limits("", Map.of());

  /** Beyond the limit of a run, so that the watch, which names the limit, sees it first. */
  private static final long SPARE_MEMORY_KIB = 512 * 1024;

  private static final long SPARE_CPU_SECONDS = 5;
  private static final long SPARE_PROCESSES = 256;

  private final String executor;
  private final Map<Resource, Limit> limits;

  /**
   * One limit.
   *
   * @param text as it was configured
   */
  record Limit(long value, String text) {}

  Limits(String executor, Map<Resource, Limit> limits) {
    this.executor = executor;
    this.limits = limits.isEmpty() ? Map.of() : new EnumMap<>(limits);
  }

  boolean isEmpty() {
    return limits.isEmpty();
  }

  OptionalLong get(Resource resource) {
    Limit limit = limits.get(resource);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit.value());
  }

  /** The error of a run that was ended for a limit. */
  String exceeded(Resource resource) {
    return "over the limit "
        + named(resource)
        + " of executor '"
        + executor
        + "'; ended by SIGKILL";
  }

  /**
   * What a failed run's error says besides, since a limit can be the cause; empty without limits.
   */
  String note() {
    if (isEmpty()) {
      return "";
    }
    List<String> all = new ArrayList<>();
    limits.keySet().forEach(resource -> all.add(named(resource)));
    return "\n[limits of executor '" + executor + "': " + String.join(", ", all) + "]";
  }

  private String named(Resource resource) {
    Limit limit = limits.get(resource);
    return resource.key() + "=" + (limit == null ? "" : limit.text());
  }

  /** The words that execute a shell command under these limits. */
  List<String> command(String command) {
    StringBuilder ulimits = new StringBuilder();
    get(Resource.CPU)
        .ifPresent(
            seconds ->
                ulimits
                    .append(ulimit("-S -t " + (seconds + 1)))
                    .append(ulimit("-H -t " + (seconds + SPARE_CPU_SECONDS))));
    get(Resource.MEMORY)
        .ifPresent(bytes -> ulimits.append(ulimit("-d " + (bytes / 1024 + SPARE_MEMORY_KIB))));
    get(Resource.FILES).ifPresent(files -> ulimits.append(ulimit("-n " + files)));
    get(Resource.PROCESSES)
        .ifPresent(
            processes -> {
              // The system counts all threads of the user, not those of the run.
              long most = ProcessTable.threads() + 4 * processes + SPARE_PROCESSES;
              ulimits.append(ulimit("-p " + most)).append(ulimit("-u " + most));
            });
    if (ulimits.isEmpty()) {
      return List.of("/bin/sh", "-c", command);
    }
    return List.of("/bin/sh", "-c", ulimits + "exec /bin/sh -c \"$1\"", "sh", command);
  }

  /** One that fails is below an own limit of the runner, or unknown to this shell. */
  private static String ulimit(String options) {
    return "ulimit " + options + " 2>/dev/null; ";
  }
}
