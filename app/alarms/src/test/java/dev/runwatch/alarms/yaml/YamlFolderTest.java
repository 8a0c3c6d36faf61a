/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFolderTest {

  @TempDir private Path folder;

  @Test
  void everyYamlFileIsListedWhateverItsExtensionInTheOrderOfNames() throws IOException {
    files("c.yaml", "b.yml", "a.YAML", "d.Yml", "README.md", "yaml", "e.yaml.bak", "f.json");
    YamlFolder listed = YamlFolder.of(folder);
    assertThat(listed.files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("a.YAML", "b.yml", "c.yaml", "d.Yml");
    assertThat(listed.faults()).isEmpty();
  }

  @Test
  void subfoldersAreNotSearched() throws IOException {
    Files.createDirectory(folder.resolve("scenarios"));
    files("scenarios/a.yaml");
    assertThat(YamlFolder.of(folder)).isEqualTo(new YamlFolder(List.of(), List.of()));
  }

  @Test
  void twoFilesOfOneNameAreRefusedEvenWhereOnlyTheCaseDiffers() throws IOException {
    files("Queue.yml", "queue.yaml", "runners.yaml", "runners.yml");
    YamlFolder listed = YamlFolder.of(folder);
    assertThat(listed.files())
        .containsExactly(folder.resolve("Queue.yml"), folder.resolve("runners.yaml"));
    assertThat(listed.faults())
        .extracting(Fault::toString)
        .containsExactly(
            folder.resolve("queue.yaml") + ": its name is that of Queue.yml; rename or remove one",
            folder.resolve("runners.yml")
                + ": its name is that of runners.yaml; rename or remove one");
  }

  @Test
  void aHiddenFileIsRefusedAndNotSkipped() throws IOException {
    files(".queue.yaml", ".yml");
    YamlFolder listed = YamlFolder.of(folder);
    assertThat(listed.files()).isEmpty();
    assertThat(listed.faults())
        .extracting(Fault::file, Fault::reason)
        .containsExactly(
            Tuple.tuple(
                folder.resolve(".queue.yaml").toString(),
                "a file whose name begins with a dot is not read"),
            Tuple.tuple(
                folder.resolve(".yml").toString(),
                "a file whose name begins with a dot is not read"));
  }

  @Test
  void aFolderOrABrokenLinkWithTheNameOfAFileIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("queue.yaml"));
    Files.createSymbolicLink(folder.resolve("gone.yml"), folder.resolve("nowhere"));
    assertThat(YamlFolder.of(folder).faults())
        .extracting(Fault::toString)
        .containsExactly(
            folder.resolve("gone.yml") + ": it is not a file; rename or remove it",
            folder.resolve("queue.yaml") + ": it is not a file; rename or remove it");
  }

  @Test
  void aFolderThatDoesNotExistIsAFaultAndSoIsAFile() throws IOException {
    files("a.yaml");
    Path missing = folder.resolve("missing");
    Path file = folder.resolve("a.yaml");
    assertThat(YamlFolder.of(missing).faults())
        .extracting(Fault::toString)
        .containsExactly(missing + ": there is no such folder; check the path");
    assertThat(YamlFolder.of(file).faults())
        .extracting(Fault::toString)
        .containsExactly(file + ": it cannot be listed; check the path");
  }

  @Test
  void theStemIsTheNameUpToTheLastDot() {
    assertThat(YamlFolder.stem(Path.of("alarms/coordinator-down.yaml")))
        .isEqualTo("coordinator-down");
    assertThat(YamlFolder.stem(Path.of("a.b.yml"))).isEqualTo("a.b");
    assertThat(YamlFolder.stem(Path.of("plain"))).isEqualTo("plain");
    assertThat(YamlFolder.stem(Path.of(".yaml"))).isEqualTo(".yaml");
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), "a: 1\n");
    }
  }
}
