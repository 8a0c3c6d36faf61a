/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that a document shows.
 *
 * @param file the document, relative to the repository
 * @param line the line in it, from 1
 * @param words the command and its arguments, without quotes
 * @param folder where it runs, relative to the repository, if the document says so by {@code cd}
 */
record DocumentedCommand(Path file, int line, List<String> words, @Nullable Path folder) {

  DocumentedCommand {
    words = List.copyOf(words);
  }

  /** Whether it begins with these words. */
  boolean runs(String... program) {
    List<String> wanted = List.of(program);
    return words.size() >= wanted.size() && words.subList(0, wanted.size()).equals(wanted);
  }

  /** What follows the first words. */
  List<String> arguments(int after) {
    return words.subList(after, words.size());
  }

  String place() {
    return file + ":" + line;
  }

  @Override
  public String toString() {
    return place() + "  " + String.join(" ", words);
  }
}
