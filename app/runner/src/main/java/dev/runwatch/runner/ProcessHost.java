/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts the processes of one runner. Thread-safe. */
final class ProcessHost {

  private final Path directory;
  private final Path inputs;

  /**
   * @param directory the runner's directory
   * @param inputs the folder for the standard input of processes
   */
  ProcessHost(Path directory, Path inputs) {
    this.directory = directory;
    this.inputs = inputs;
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
      HandOut run, String command, Map<String, String> environment, Path dir, byte[] input)
      throws IOException {
    return new RunProcess(start(command, environment, dir, input), () -> {});
  }

  /** Tries to start a process; the result is why that is not possible. */
  Optional<String> test() {
    try {
      ProcessTree tree = start("exit 0", Map.of(), directory, new byte[0]);
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

  private ProcessTree start(String command, Map<String, String> environment, Path dir, byte[] input)
      throws IOException {
    Files.createDirectories(inputs);
    Path file = Files.createTempFile(inputs, "input-", ".json");
    try {
      Files.write(file, input);
      return ProcessTree.start(command, environment, dir, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
