/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of differences in docs/backends.md. */
final class BackendsDocumentTest {

  @Test
  void itsTableIsTheListOfDifferences() throws IOException {
    List<String> expected =
        Differences.read(Alarms.DIRECTORY).stream().map(BackendsDocumentTest::row).toList();
    List<String> lines = Files.readAllLines(Repository.root().resolve("docs/backends.md"));
    int head = lines.indexOf("| scenario | case | alarm | minutes | Prometheus | why |");
    assertThat(head).isPositive();
    List<String> rows =
        lines.subList(head + 2, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).containsExactlyElementsOf(expected);
  }

  private static String row(Difference it) {
    String from = Durations.format(it.from());
    String minutes = it.from().equals(it.to()) ? from : from + " to " + Durations.format(it.to());
    String state = it.firing() ? "fires" : "is silent";
    return "| "
        + String.join(" | ", it.scenario(), it.name(), it.alarm(), minutes, state, it.reason())
        + " |";
  }
}
