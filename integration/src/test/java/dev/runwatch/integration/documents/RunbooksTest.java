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
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the person on call types comes from the mail and from the runbook, and from nowhere else.
 */
final class RunbooksTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+)");

  static List<Path> runbooks() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("alarms/runbooks"))) {
      return files.filter(it -> it.toString().endsWith(".md")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void theFirstCommandsSetEveryVariableThatTheOthersUse(Path runbook) throws IOException {
    List<String> blocks = blocks(runbook);
    List<String> set =
        Pattern.compile("(?m)^export ([A-Z_]+)=")
            .matcher(blocks.get(0))
            .results()
            .map(RunbooksTest::first)
            .toList();
    assertThat(set).contains("RUNWATCH_ENVIRONMENT", "COORDINATOR");
    for (String block : blocks.subList(1, blocks.size())) {
      assertThat(VARIABLE.matcher(block).results().map(RunbooksTest::first)).isSubsetOf(set);
      assertThat(block).as("the variable has it").doesNotContain("--environment");
      assertThat(block).as("set once, from the mail").doesNotContain("export ");
    }
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void theLastCommandsMuteTheAlarmAndEndTheMute(Path runbook) throws IOException {
    List<String> blocks = blocks(runbook);
    assertThat(blocks.get(blocks.size() - 2).strip()).startsWith("./runwatch mute ");
    assertThat(blocks.get(blocks.size() - 1).strip()).isEqualTo("./runwatch unmute");
  }

  private static List<String> blocks(Path runbook) throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(runbook)).results().map(RunbooksTest::first).toList();
    assertThat(blocks).as(runbook.toString()).hasSizeGreaterThan(4);
    return blocks;
  }

  private static String first(MatchResult match) {
    return match.group(1);
  }
}
