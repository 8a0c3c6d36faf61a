/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine. A test whose need is not met is skipped with its reason
 * printed, or fails where skips are not allowed: with {@code -Drunwatch.skips=fail}.
 */
public final class Needs {

  private Needs() {}

  /** Ends the test: a need of it is not met. */
  public static RuntimeException notMet(String reason) {
    boolean fail =
        System.getProperty("runwatch.skips", "").equals("fail")
            || "fail".equals(System.getenv("RUNWATCH_SKIPS"));
    if (fail) {
      throw new AssertionError("skips are not allowed here, and " + reason);
    }
    System.out.println("SKIPPED: " + reason);
    throw new TestAbortedException(reason);
  }

  /** A program on the PATH. */
  public static Path program(String name) {
    return find(name)
        .orElseThrow(() -> notMet("there is no " + name + " on the PATH; install it to run this"));
  }

  /** A program on the PATH, or empty. */
  public static Optional<Path> find(String name) {
    String suffix =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows")
            ? ".exe"
            : "";
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name + suffix);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Node, for what is made with the CDK. */
  public static void node() {
    program("node");
    program("npm");
  }
}
