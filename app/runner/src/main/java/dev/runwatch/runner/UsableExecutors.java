/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors whose programs are there. The others are not offered to the coordinator, so that
 * their runs go to other runners. Thread-safe.
 */
final class UsableExecutors {

  private static final Logger LOG = LoggerFactory.getLogger(UsableExecutors.class);

  private final ExecutorCatalogue executors;
  private final CommandCheck check;
  private final Path directory;
  private Set<String> offered = Set.of();
  private Set<String> problems = Set.of();

  /**
   * @param directory the runner's directory
   */
  UsableExecutors(ExecutorCatalogue executors, CommandCheck check, Path directory) {
    this.executors = executors;
    this.check = check;
    this.directory = directory;
  }

  /** What to offer now: all, if none is usable, since a runner must offer something. */
  synchronized Set<String> offer() {
    Set<String> found = new LinkedHashSet<>();
    offered = usable(found);
    if (!found.equals(problems)) {
      String so = offered.isEmpty() ? "no executor is usable" : "it is not offered";
      found.forEach(problem -> LOG.error("{}; {}", problem, so));
      problems = found;
    }
    return offered.isEmpty() ? executors.names() : offered;
  }

  /** Whether it is not any more what was offered last. */
  synchronized boolean changed() {
    return !usable(new LinkedHashSet<>()).equals(offered);
  }

  /** Why no executor can be executed, if that is so. */
  Optional<String> noneUsable() {
    Set<String> found = new LinkedHashSet<>();
    return usable(found).isEmpty() ? Optional.of(String.join("; ", found)) : Optional.empty();
  }

  /** Why an executor cannot be executed in a directory, if that is known. */
  Optional<String> problem(Executor executor, Path dir) {
    return check
        .problem(executor.command(), dir)
        .map(problem -> "executor '" + executor.name() + "': " + problem);
  }

  private Set<String> usable(Set<String> found) {
    Set<String> usable = new LinkedHashSet<>(executors.names());
    for (String name : executors.names()) {
      executors
          .find(name)
          .flatMap(executor -> problem(executor, directory))
          .ifPresent(
              problem -> {
                usable.remove(name);
                found.add(problem);
              });
    }
    return usable;
  }
}
