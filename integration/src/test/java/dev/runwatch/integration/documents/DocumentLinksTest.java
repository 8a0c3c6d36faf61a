/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
