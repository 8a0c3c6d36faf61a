/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one runner process: a file {@code PID.START} for each, and a variable in the
 * environment of all their descendants. The next runner process finds by them what a killed one
 * left behind. Thread-safe.
 */
final class ProcessRecords {

  /** The variable that names the runner process in the environment of runs. */
  static final String VARIABLE = "RUNWATCH_INSTANCE";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRecords.class);
  private static final int MOST_ROUNDS = 200;

  private final Path folder;
  private final String instanceId;

  ProcessRecords(Path folder, String instanceId) {
    this.folder = folder;
    this.instanceId = instanceId;
  }

  String instanceId() {
    return instanceId;
  }

  /**
   * A process that cannot be confused with a later one of the same number.
   *
   * @param start clock ticks after the boot on Linux, elsewhere milliseconds of the clock
   */
  record Id(long pid, long start) {

    static Id of(long pid) {
      return new Id(
          pid,
          ProcessStat.of(pid)
              .map(ProcessStat::start)
              .or(() -> startMillis(ProcessHandle.of(pid)))
              .orElse(0L));
    }

    private static Optional<Long> startMillis(Optional<ProcessHandle> process) {
      return process.flatMap(it -> it.info().startInstant()).map(Instant::toEpochMilli);
    }

    boolean exists() {
      return ProcessHandle.of(pid).isPresent() && of(pid).equals(this);
    }

    @Override
    public String toString() {
      return pid + "." + start;
    }
  }

  void add(Id process) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(process.toString()), new byte[0]);
    } catch (IOException e) {
      LOG.warn("cannot record process {} in {}: {}", process, folder, e.toString());
    }
  }

  void remove(Id process) {
    try {
      Files.deleteIfExists(folder.resolve(process.toString()));
    } catch (IOException e) {
      LOG.warn("cannot delete the record of process {}: {}", process, e.toString());
    }
  }

  /** Kills all processes that the runner process left behind; to be called after its end. */
  void endAll() throws IOException {
    List<Id> leaders = recorded().stream().filter(Id::exists).toList();
    List<String> variable = List.of(VARIABLE + "=" + instanceId);
    int ended =
        ProcessTable.killAll(
            it ->
                leaders.stream().anyMatch(leader -> leader.pid() == it.session())
                    || ProcessTable.hasVariables(it.pid(), variable),
            MOST_ROUNDS);
    for (Id leader : leaders) {
      if (leader.exists()) { // no Linux: no sessions, and no table of processes
        ProcessHandle.of(leader.pid())
            .ifPresent(
                it -> {
                  it.descendants().forEach(ProcessHandle::destroyForcibly);
                  it.destroyForcibly();
                });
      }
    }
    if (ended > 0) {
      LOG.warn("ended {} processes that an earlier process of this runner left behind", ended);
    }
    for (Id record : recorded()) {
      remove(record);
    }
  }

  private List<Id> recorded() throws IOException {
    List<Id> recorded = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return recorded;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String[] parts = file.getFileName().toString().split("\\.", -1);
        try {
          recorded.add(new Id(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        } catch (RuntimeException e) {
          LOG.warn("{} is no record of a process and is ignored", file);
        }
      }
    }
    return recorded;
  }
}
