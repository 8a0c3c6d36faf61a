/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The runbooks below Runwatch's home, by the names of their alarms. */
public final class Runbooks implements Function<String, Optional<String>> {

  /** The name of an alarm; anything else could leave the folder. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  private final Path folder;

  /** The runbooks of an installation. */
  public Runbooks(Path home) {
    this.folder = home.resolve("alarms/runbooks");
  }

  @Override
  public Optional<String> apply(String name) {
    Path file = folder.resolve(name + ".md");
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
