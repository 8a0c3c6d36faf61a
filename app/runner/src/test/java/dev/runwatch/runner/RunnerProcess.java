/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** A runner in a process of its own, which can be stopped and killed. */
final class RunnerProcess {

  private RunnerProcess() {}

  static Process start(URI coordinator, String name, Path dir, String executor) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RunnerProcess.class.getName(),
            coordinator.toString(),
            name,
            dir.toString(),
            executor)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve(name + ".log").toFile())
        .start();
  }

  public static void main(String[] arguments) {
    RunnerConfig config =
        RunnerConfig.builder()
            .coordinator(URI.create(arguments[0]))
            .name(arguments[1])
            .projectDir(arguments[2])
            .dataDir(Path.of(arguments[2], "data"))
            .executors(Set.of(arguments[3]))
            .build();
    Runner.start(config, new SimpleMeterRegistry()).ended().join();
  }
}
