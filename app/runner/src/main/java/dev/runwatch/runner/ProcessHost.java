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

/** Starts the processes of one runner. Thread-safe. */
final class ProcessHost {

  private final Path directory;
  private final Path inputs;
  private final ProcessRecords records;
  private final Fence fence;

  /**
   * @param directory the runner's directory
   * @param inputs the folder for the standard input of processes
   * @param records where processes are recorded while they run
   * @param fence ends runs when their leases lapse
   */
  ProcessHost(Path directory, Path inputs, ProcessRecords records, Fence fence) {
    this.directory = directory;
    this.inputs = inputs;
    this.records = records;
    this.fence = fence;
  }

  Fence fence() {
    return fence;
  }

  Path directory() {
    return directory;
  }

  /**
   * Starts the process of a run.
   *
   * @param input its standard input
   * @throws IOException if it cannot be started
   */
  RunProcess start(
      Assignment run, List<String> command, Map<String, String> environment, Path dir, byte[] input)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put(ProcessRecords.VARIABLE, records.instanceId());
    List<String> variables =
        List.of(
            ProcessRecords.VARIABLE + "=" + records.instanceId(),
            ChildEnvironment.RUN_ID + "=" + run.runId());
    ProcessTree tree = start(command, all, variables, dir, input);
    ProcessRecords.Id id = ProcessRecords.Id.of(tree.pid());
    records.add(id);
    try {
      fence.watch(id, run.mayBeExecutedAgain());
    } catch (IOException e) {
      tree.kill();
      records.remove(id);
      throw e;
    }
    return new RunProcess(tree, id, records, fence);
  }

  /** Tries to start a process; the result is why that is not possible. */
  Optional<String> test() {
    try {
      ProcessTree tree =
          start(List.of("/bin/sh", "-c", "exit 0"), Map.of(), List.of(), directory, new byte[0]);
      var unused = tree.awaitExit(5_000);
      tree.kill();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private ProcessTree start(
      List<String> command,
      Map<String, String> environment,
      List<String> variables,
      Path dir,
      byte[] input)
      throws IOException {
    Files.createDirectories(inputs);
    Path file = Files.createTempFile(inputs, "input-", ".json");
    try {
      Files.write(file, input);
      return ProcessTree.start(command, environment, variables, dir, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
