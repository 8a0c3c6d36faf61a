/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {

  private static final Path SHIPPED = Repository.root().resolve("alarms");

  @TempDir private Path directory;

  /** One alarm with its runbook and its scenario. */
  @BeforeEach
  void copyOneAlarm() throws IOException {
    Files.createDirectory(directory.resolve("runbooks"));
    Files.createDirectory(directory.resolve("scenarios"));
    for (String file :
        List.of(
            "queue-backing-up.yaml",
            "runbooks/queue-backing-up.md",
            "scenarios/queue-backing-up.yaml")) {
      Files.copy(SHIPPED.resolve(file), directory.resolve(file));
    }
  }

  @Test
  void aDirectoryWithoutAFaultHasNone() {
    assertThat(lint()).isEmpty();
  }

  @Test
  void theShippedDirectoryHasNone() {
    assertThat(Lint.check(SHIPPED, DefinitionLoader.loadWithOptional(SHIPPED))).isEmpty();
  }

  @Test
  void anOptionalAlarmIsLintedLikeTheOthers() throws IOException {
    Path optional = Files.createDirectory(directory.resolve("optional"));
    String alarm = Files.readString(directory.resolve("queue-backing-up.yaml"));
    Files.writeString(optional.resolve("disk-full.yaml"), alarm);
    assertThat(lint())
        .containsExactly(
            optional.resolve("disk-full.yaml")
                + ": no scenario tests it; write optional/scenarios/disk-full.yaml");
    Files.createDirectory(optional.resolve("scenarios"));
    Files.writeString(optional.resolve("scenarios/broken.yaml"), "alarm: nobody\ncases: []\n");
    assertThat(lint()).anyMatch(it -> it.contains("write one of queue-backing-up, disk-full"));
  }

  @Test
  void anAlarmSavedAsYmlIsLintedLikeOneSavedAsYaml() throws IOException {
    String alarm = Files.readString(directory.resolve("queue-backing-up.yaml"));
    Files.writeString(directory.resolve("disk-full.yml"), alarm);
    assertThat(lint())
        .containsExactly(
            directory.resolve("disk-full.yml")
                + ": no scenario tests it; write scenarios/disk-full.yaml");
    Files.writeString(directory.resolve("garbage.yml"), "{ this is no alarm");
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(this::lint)
        .withMessageContaining("garbage.yml:");
  }

  @Test
  void aBrokenScenarioSavedAsYmlFailsLint() throws IOException {
    Files.writeString(directory.resolve("scenarios/broken.yml"), "alarm: nobody\ncases: []\n");
    assertThat(lint())
        .containsExactly(
            directory.resolve("scenarios/broken.yml")
                + ":1: alarm: there is no alarm 'nobody'; write one of queue-backing-up");
  }

  @Test
  void aScenarioThatIsRefusedByNameFailsLint() throws IOException {
    Files.createDirectory(directory.resolve("scenarios/folder.yaml"));
    assertThat(lint())
        .containsExactly(
            directory.resolve("scenarios/folder.yaml") + ": it is not a file; rename or remove it");
  }

  @Test
  void anAlarmWithoutAScenarioIsNamed() throws IOException {
    Files.delete(directory.resolve("scenarios/queue-backing-up.yaml"));
    String untested =
        directory.resolve("queue-backing-up.yaml")
            + ": no scenario tests it; write scenarios/queue-backing-up.yaml";
    assertThat(lint()).containsExactly(untested);
    Files.delete(directory.resolve("scenarios"));
    assertThat(lint()).containsExactly(untested);
  }

  @Test
  void aScenarioOfAnyNameTestsTheAlarmThatItNames() throws IOException {
    Files.move(
        directory.resolve("scenarios/queue-backing-up.yaml"),
        directory.resolve("scenarios/other.yml"));
    assertThat(lint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"What it means", "First three commands", "Likely causes", "How to silence it"})
  void aRunbookWithoutASectionIsNamed(String section) throws IOException {
    Path runbook = directory.resolve("runbooks/queue-backing-up.md");
    Files.writeString(runbook, Files.readString(runbook).replace("## " + section, "## Other"));
    assertThat(lint())
        .containsExactly(runbook + ": it has no section '" + section + "'; write  ## " + section);
  }

  @Test
  void aRunbookThatIsNotUtf8IsNamed() throws IOException {
    Path runbook = directory.resolve("runbooks/queue-backing-up.md");
    Files.write(runbook, "é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(lint()).containsExactly(runbook + ": it cannot be read; save it as UTF-8");
  }

  @Test
  void aRunbookElsewhereIsNotRead() throws IOException {
    Path alarm = directory.resolve("queue-backing-up.yaml");
    Files.writeString(
        alarm,
        Files.readString(alarm)
            .replace("runbooks/queue-backing-up.md", "https://example.org/queue.md"));
    try (Stream<Path> runbooks = Files.list(directory.resolve("runbooks"))) {
      for (Path runbook : runbooks.toList()) {
        Files.delete(runbook);
      }
    }
    assertThat(lint()).isEmpty();
  }

  private List<String> lint() {
    return Lint.check(directory, DefinitionLoader.loadWithOptional(directory)).stream()
        .map(Fault::toString)
        .toList();
  }
}
