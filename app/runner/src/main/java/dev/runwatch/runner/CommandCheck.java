/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the program that a shell command begins with, without executing it.
 *
 * @param path the search path of the command, as {@code PATH} has it
 */
record CommandCheck(String path) {

  /** A plain word; a command that begins with anything else is not checked. */
  private static final Pattern FIRST_WORD =
      Pattern.compile("\\s*(?:exec\\s+)?([A-Za-z0-9_./+-]+)(?:[\\s;|&].*)?", Pattern.DOTALL);

  /** What a shell finds in itself. */
  private static final Set<String> OWN_WORDS =
      Set.of(
          (". alias bg break case cd command continue echo eval exec exit export false fg for getopts"
                  + " hash if jobs kill local printf pwd read readonly return set shift test times"
                  + " trap true type ulimit umask unalias unset until wait while")
              .split(" "));

  private static final Pattern INTERPRETER = Pattern.compile("#!\\s*(\\S+)");
  private static final int FIRST_BYTES = 256;

  /** Whether the program is named by a path that begins at the working directory. */
  static boolean isRelative(String command) {
    return word(command).filter(it -> it.contains("/") && !it.startsWith("/")).isPresent();
  }

  /**
   * Why the program cannot be executed, as far as that is known; empty if nothing is wrong.
   *
   * @param dir the working directory
   */
  Optional<String> problem(String command, Path dir) {
    Optional<String> word = word(command).filter(it -> !OWN_WORDS.contains(it));
    try {
      return word.flatMap(
          it -> it.contains("/") ? fileProblem(it, dir.resolve(it)) : search(it, dir));
    } catch (InvalidPathException e) {
      return Optional.empty(); // the shell says what it thinks of it
    }
  }

  private static Optional<String> word(String command) {
    Matcher matcher = FIRST_WORD.matcher(command);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private Optional<String> search(String word, Path dir) {
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      Path file = dir.resolve(folder).resolve(word);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return fileProblem(word, file);
      }
    }
    return Optional.of("'" + word + "' is not on the PATH");
  }

  private static Optional<String> fileProblem(String word, Path file) {
    if (!Files.exists(file)) {
      return Optional.of("'" + word + "' does not exist");
    }
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      return Optional.of("'" + word + "' is not executable");
    }
    return interpreter(file)
        .filter(it -> it.startsWith("/") && !Files.isExecutable(Path.of(it)))
        .map(it -> "'" + word + "' needs the interpreter '" + it + "', which does not exist");
  }

  private static Optional<String> interpreter(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      Matcher matcher =
          INTERPRETER.matcher(
              new String(content.readNBytes(FIRST_BYTES), StandardCharsets.ISO_8859_1));
      return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it may be executed without being read
    }
  }
}
