/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts subcommands as processes of their own, from the classes under test. */
final class Processes {

  /** No address of these answers: what is published waits in the journal. */
  private static final Map<String, String> NO_AWS =
      Map.of(
          "AWS_REGION", "eu-west-1",
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test",
          "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
          "AWS_EC2_METADATA_DISABLED", "true");

  private Processes() {}

  static Launched runwatch(Path folder, String arguments) {
    return runwatch(folder, Map.of(), arguments);
  }

  static Launched runwatch(Path folder, Map<String, String> more, String arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    if (Runtime.version().feature() >= 24) {
      // As the launcher does, so that the JVM adds no warnings to the output.
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Drunwatch.home=" + Repository.root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.runwatch.cli.Main"));
    Arrays.stream(arguments.split(" ")).filter(it -> !it.isEmpty()).forEach(command::add);
    Map<String, String> environment = new HashMap<>(NO_AWS);
    environment.putAll(more);
    return Launched.start(folder, environment, command);
  }
}
