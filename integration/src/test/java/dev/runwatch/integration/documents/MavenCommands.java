/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks commands of the Maven wrapper: the modules and the tests that they name exist. */
final class MavenCommands {

  private MavenCommands() {}

  /** What is wrong with a command, or nothing. */
  static Optional<String> fault(DocumentedCommand command) throws IOException {
    List<String> arguments = command.arguments(1);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-pl")) {
        String modules = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
        for (String module : modules.split(",", -1)) {
          if (!Files.exists(Repository.root().resolve(module).resolve("pom.xml"))) {
            return Optional.of("'" + module + "' is not a module");
          }
        }
      }
      if (argument.startsWith("-Dtest=")) {
        for (String pattern : argument.substring("-Dtest=".length()).split(",", -1)) {
          if (!anyTest(pattern)) {
            return Optional.of("no test matches '" + pattern + "'");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean anyTest(String pattern) throws IOException {
    PathMatcher test = FileSystems.getDefault().getPathMatcher("glob:" + pattern + ".java");
    try (Stream<Path> files = Files.walk(Repository.root())) {
      return files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .anyMatch(file -> test.matches(file.getFileName()));
    }
  }
}
