/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of the documents to files and headings of the repository. */
final class DocumentLinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

  static List<Path> documents() {
    return Documents.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFileAndAHeadingThatExist(Path document) {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(Documents.text(document));
    while (link.find()) {
      String target = link.group(1);
      if (!target.matches("[a-z]+:.*")) {
        fault(document, target).ifPresent(broken::add);
      }
    }
    assertThat(broken).as(document.toString()).isEmpty();
  }

  /**
   * Names of tests everywhere, and of all classes in CONTRIBUTING.md, whose steps send people to
   * them.
   */
  @ParameterizedTest
  @MethodSource("documents")
  void everyClassThatADocumentSendsAReaderToExists(Path document) throws IOException {
    Pattern names =
        Pattern.compile(
            document.equals(Path.of("CONTRIBUTING.md"))
                ? "`([A-Z][a-z0-9]+[A-Z]\\w*)`"
                : "`([A-Z]\\w+(?:Test|IT))`");
    Set<String> classes = classes();
    List<String> unknown =
        names
            .matcher(Documents.text(document))
            .results()
            .map(name -> name.group(1))
            .filter(name -> !classes.contains(name))
            .toList();
    assertThat(unknown).as("%s: classes that do not exist", document).isEmpty();
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.root())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Optional<String> fault(Path document, String target) {
    String[] parts = target.split("#", 2);
    Path file =
        parts[0].isEmpty() ? document : document.resolveSibling(Path.of(parts[0])).normalize();
    if (!Files.exists(Repository.root().resolve(file))) {
      return Optional.of(target + ": " + file + " does not exist");
    }
    boolean found =
        parts.length == 1
            || Documents.text(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .anyMatch(line -> anchor(line).equals(parts[1]));
    return found ? Optional.empty() : Optional.of(target + ": " + file + " has no such heading");
  }

  /** As the common forges make anchors of headings. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+\\s*", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
