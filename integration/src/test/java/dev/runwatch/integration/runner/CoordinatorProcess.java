/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.runner;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.integration.Coordinators;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A coordinator in a process of its own, which can be killed like one. */
final class CoordinatorProcess {

  private final Path store;
  private final int port;
  private Process process;

  CoordinatorProcess(Path store, int port) {
    this.store = store;
    this.port = port;
  }

  /** Starts it and returns once it listens. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CoordinatorProcess.class.getName(),
                store.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line; (line = out.readLine()) != null; ) {
      if (line.startsWith("listening")) {
        return;
      }
    }
    throw new IllegalStateException("the coordinator did not start");
  }

  /** As kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public static void main(String[] args) throws Exception {
    Coordinator coordinator = Coordinators.start(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.println("listening on " + coordinator.uri());
    Thread.sleep(Duration.ofMinutes(10).toMillis());
  }
}
