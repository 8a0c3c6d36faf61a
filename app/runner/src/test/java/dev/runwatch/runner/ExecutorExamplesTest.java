/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executors of docs/executors.md. */
class ExecutorExamplesTest extends RunnerHarness {

  @Override
  RunnerConfig.Builder settings() {
    Path examples = Repository.root().resolve("docs/executors");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return super.settings()
        .enableShell(false)
        .executors(
            new LinkedHashSet<>(
                List.of(
                    "python=python3 " + examples.resolve("word_count.py"),
                    "java=" + java + " " + examples.resolve("WordCount.java"))));
  }

  private void start(String executor) throws Exception {
    if (executor.equals("python")) {
      Needs.program("python3");
    }
    startRegistered();
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "java"})
  void anExampleCountsWordsAndSavesTheResult(String executor) throws Exception {
    Files.writeString(dir.resolve("notes.txt"), "ä b\nä  c\n");
    start(executor);

    coordinator.offer("run_1", executor, "{\"path\":\"notes.txt\",\"result\":\"counts\"}");

    awaitReports("run_1", "started", "completed");
    assertThat(lastReport("run_1").body().path("output").asString())
        .isEqualTo("{\"words\": 4, \"different\": 3}\n");
    assertThat(dir.resolve("counts")).isNotEmptyFile();
    assertThat(namesIn(dir)).containsExactlyInAnyOrder("notes.txt", "counts", "data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "java"})
  void anExampleSaysWhatIsMissing(String executor) throws Exception {
    start(executor);

    coordinator.offer("run_1", executor, "{}");

    awaitReports("run_1", "started", "failed");
    assertThat(lastReport("run_1").body().path("error").asString())
        .isEqualTo("parameters.path is missing: it must be the name of a file");
  }

  private static Set<String> namesIn(Path folder) throws Exception {
    Set<String> names = new LinkedHashSet<>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
