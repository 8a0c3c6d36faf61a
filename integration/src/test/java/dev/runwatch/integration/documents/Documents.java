/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown documents of the repository. */
final class Documents {

  private Documents() {}

  /** Names commands of the past, with the options that they had. */
  private static final Path HISTORY = Path.of("CHANGELOG.md");

  /** The documents, relative to the repository; uncommitted ones too, ignored ones not. */
  static List<Path> all() {
    try {
      Process git =
          new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard", "-z", "--", "*.md")
              .directory(Repository.root().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new IllegalStateException("git ls-files failed in " + Repository.root());
      }
      // A document that was deleted and not committed yet is listed too.
      return Stream.of(names.split("\0"))
          .map(Path::of)
          .filter(it -> Files.exists(Repository.root().resolve(it)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String text(Path document) {
    try {
      return Files.readString(Repository.root().resolve(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands of all documents that run this program. */
  static List<DocumentedCommand> commands(String... program) {
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Path document : all()) {
      if (document.equals(HISTORY)) {
        continue;
      }
      MarkdownCommands.of(document, text(document)).stream()
          .filter(it -> it.runs(program))
          .forEach(commands::add);
    }
    return commands;
  }
}
