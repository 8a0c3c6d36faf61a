/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of metrics is the catalogue; only code marks are the README's own. */
final class ReadmeTableTest {

  private static final String HEAD =
      "| metric | kind | unit | read as | published by dimensions | meaning |";

  @Test
  void theReadmeListsTheCatalogueAsItIs() throws IOException {
    List<String> lines = Files.readAllLines(Repository.root().resolve("README.md"));
    int head = lines.indexOf(HEAD);
    assertThat(head).as("the README has a line '%s'", HEAD).isNotNegative();
    List<String> rows =
        lines.stream()
            .skip(head + 2L)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.replace("`", ""))
            .toList();
    assertThat(rows)
        .as("the rows of the README's table of metrics")
        .containsExactlyElementsOf(
            MetricCatalogue.all().stream().map(ReadmeTableTest::row).toList());
  }

  private static String row(MetricSpec metric) {
    String sets =
        metric.dimensionSets().stream()
            .map(set -> String.join("+", new TreeSet<>(set)))
            .collect(Collectors.joining(", "));
    return "| "
        + String.join(
            " | ",
            metric.name(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.unit().cloudWatchName(),
            String.join(" ", metric.statistics()),
            metric.onCloudWatch() ? sets : "only on /metrics",
            metric.meaning())
        + " |";
  }
}
