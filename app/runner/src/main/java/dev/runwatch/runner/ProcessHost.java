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
   * Starts the process of a run, which waits to be released.
   *
   * @param input its standard input
   * @throws IOException if it cannot be started
   */
  RunProcess start(
      Assignment run, List<String> command, Map<String, String> environment, Path dir, byte[] input)
      throws IOException {
    if (run.mayBeExecutedAgain()) {
      fence.prepare();
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put(ProcessRecords.VARIABLE, records.instanceId());
    List<String> variables =
        List.of(
            ProcessRecords.VARIABLE + "=" + records.instanceId(),
            ChildEnvironment.RUN_ID + "=" + run.runId());
    Path file = inputFile(input);
    ProcessTree tree = start(command, all, variables, dir, file);
    RunProcess process =
        new RunProcess(tree, ProcessRecords.Id.of(tree.pid()), file, records, fence);
    records.add(process.id());
    try {
      fence.watch(process.id(), run.mayBeExecutedAgain());
    } catch (IOException e) {
      tree.kill();
      process.close();
      throw e;
    }
    return process;
  }

  /** Tries to start a process; the result is why that is not possible. */
  Optional<String> test() {
    try {
      Path file = inputFile(new byte[0]);
      Map<String, String> marks =
          Map.of(ProcessRecords.VARIABLE, records.instanceId(), "RUNWATCH_TEST", "start");
      List<String> variables =
          marks.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
      ProcessTree tree =
          start(List.of("/bin/sh", "-c", "exit 0"), marks, variables, directory, file);
      try {
        tree.release();
        var unused = tree.awaitExit(5_000);
      } finally {
        tree.kill();
        Files.deleteIfExists(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Path inputFile(byte[] input) throws IOException {
    Files.createDirectories(inputs);
    Path file = Files.createTempFile(inputs, "input-", ".json");
    try {
      return Files.write(file, input);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static ProcessTree start(
      List<String> command,
      Map<String, String> environment,
      List<String> variables,
      Path dir,
      Path input)
      throws IOException {
    try {
      return ProcessTree.start(command, environment, variables, dir, input);
    } catch (IOException e) {
      Files.deleteIfExists(input);
      throw e;
    }
  }
}
