/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  @TempDir private Path directory;

  @Test
  void everyNodeHasTheLineOnWhichItBegins() {
    Node.Mapping root =
        mapping("# a comment\na: 1\nb:\n  - x\n  - {c: y}\n\nd: |\n  two\n  lines\n");
    assertThat(root.line()).isEqualTo(2);
    assertThat(root.keyLines()).containsEntry("a", 2).containsEntry("b", 3).containsEntry("d", 7);
    Node.Sequence list = (Node.Sequence) node(root, "b");
    assertThat(list.items()).extracting(Node::line).containsExactly(4, 5);
    assertThat(node(root, "d")).isEqualTo(new Node.Scalar(7, "two\nlines\n", true));
  }

  @Test
  void theKeysOfAMappingKeepTheOrderOfTheFile() {
    assertThat(mapping("z: 1\na: 2\nm: 3\n").entries().keySet()).containsExactly("z", "a", "m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x5", "1e3", "010", "yes", "2026-01-05", "1_000", "12:30:45"})
  void aScalarStaysTheTextThatIsWritten(String text) {
    assertThat(node(mapping("a: " + text), "a")).isEqualTo(new Node.Scalar(1, text, false));
  }

  @Test
  void aQuotedScalarIsAStringWhateverItLooksLike() {
    Node.Mapping root = mapping("a: \"null\"\nb: ''\nc: null\nd: ~\ne:\n");
    assertThat(root.entries().values())
        .extracting(value -> ((Node.Scalar) value).isNull())
        .containsExactly(false, false, true, true, true);
  }

  @Test
  void aNodeDescribesItselfInAMessage() {
    Node.Mapping root = mapping("a: [1]\nb: {}\nc:\nd: " + "x".repeat(61) + "\ne: y\n");
    assertThat(root.entries().values())
        .extracting(Node::kind)
        .containsExactly("a list", "a mapping", "nothing", "'" + "x".repeat(60) + "…'", "'y'");
  }

  /** A document, with ; for a line break, and the fault that it has. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: 1;b: 2;a: 3     | f:3: a: it is given twice; keep one
          a: {b: 1, b: 2}    | f:1: b: it is given twice; keep one
          a: 1;b: &x 2       | f:2: anchors and aliases are not supported; write the value out
          a: 1;b: *x         | f:2: anchors and aliases are not supported; write the value out
          a: 1;? [x] : 2     | f:2: a key is not a string; write a string
          a: 1;---;b: 2      | f:2: a second document begins here; keep one per file
          a: 1;b: [          | f:2: this is not YAML: expected the node content, but found '<stream end>'; correct it
          a: 1; b: 2         | f:2: this is not YAML: mapping values are not allowed here; correct it
          # only a comment   | f: the file is empty; fill or remove it
          ---                | f: the file is empty; fill or remove it
          """)
  void aFaultNamesItsLine(String text, String fault) {
    Faults faults = new Faults("f");
    YamlReader.parse(text.replace(';', '\n'), faults);
    assertThat(faults.all()).extracting(Fault::toString).containsExactly(fault);
  }

  @Test
  void everyDuplicateKeyIsReportedAndTheFirstValueIsKept() {
    Faults faults = new Faults("f");
    Optional<Node> root = YamlReader.parse("a: 1\na: 2\na: 3\nb: 1\nb: 2\n", faults);
    assertThat(faults.all()).extracting(Fault::line).containsExactly(2, 3, 5);
    assertThat(((Node.Mapping) root.orElseThrow()).entries().get("a"))
        .isEqualTo(new Node.Scalar(1, "1", false));
  }

  @Test
  void anAnchorThatWouldMultiplyIsRefusedBeforeItDoes() {
    StringBuilder bomb = new StringBuilder("- &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      bomb.append("- &").append(c).append(" [");
      bomb.append(("*" + (char) (c - 1) + ",").repeat(10)).append("]\n");
    }
    Faults faults = new Faults("f");
    assertThat(YamlReader.parse(bomb.toString(), faults)).isEmpty();
    assertThat(faults.all()).extracting(Fault::line).containsExactly(1);
  }

  @Test
  void nestingIsBoundedAt24Levels() {
    String deepest = "[".repeat(24) + "x" + "]".repeat(24);
    assertThat(YamlReader.parse(deepest, new Faults("f"))).isPresent();
    Faults faults = new Faults("f");
    assertThat(YamlReader.parse("a: 1\nb: [" + deepest + "]", faults)).isEmpty();
    assertThat(faults.all())
        .extracting(Fault::toString)
        .containsExactly("f:2: it is nested deeper than 24 levels; flatten it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void aHundredThousandLevelsOverflowNoStack(String level) {
    Faults faults = new Faults("f");
    assertThat(YamlReader.parse(level.repeat(100_000), faults)).isEmpty();
    assertThat(faults.all()).extracting(Fault::line).containsExactly(1);
  }

  @Test
  void aFileMayHaveTheLargestSizeAndNoByteMore() throws IOException {
    assertThat(read("a: " + "x".repeat(97), 100)).isEmpty();
    assertThat(read("a: " + "x".repeat(1022), 1024))
        .containsExactly(file() + ": it is larger than 1 KiB; split it");
    assertThat(read("#".repeat((1 << 20) + 1), 1 << 20))
        .containsExactly(file() + ": it is larger than 1 MiB; split it");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Files.write(file(), "a: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(read(100)).containsExactly(file() + ": it is not UTF-8; save it as UTF-8");
    Files.writeString(file(), "a: é");
    assertThat(read(100)).isEmpty();
  }

  @Test
  void aFileThatIsNotThereOrIsADirectoryIsRefused() throws IOException {
    assertThat(read(100)).containsExactly(file() + ": there is no such file; check the path");
    Files.createDirectory(file());
    assertThat(read(100))
        .containsExactly(file() + ": it cannot be read: it is a directory; give a readable file");
  }

  @Test
  void aControlCharacterIsRefusedInOneLine() throws IOException {
    assertThat(read("a: \u0000", 100))
        .singleElement()
        .asString()
        .startsWith(file() + ": this is not YAML: ")
        .doesNotContain("\n");
  }

  private Path file() {
    return directory.resolve("f.yaml");
  }

  private List<String> read(String text, int maxBytes) throws IOException {
    Files.writeString(file(), text);
    return read(maxBytes);
  }

  /** The faults of the file; without one there is a node. */
  private List<String> read(int maxBytes) {
    Faults faults = new Faults(file().toString());
    Optional<Node> node = YamlReader.read(file(), maxBytes, faults);
    assertThat(node.isPresent()).isEqualTo(faults.none());
    return faults.all().stream().map(Fault::toString).toList();
  }

  private static Node.Mapping mapping(String text) {
    Faults faults = new Faults("f");
    Node node = YamlReader.parse(text, faults).orElseThrow();
    assertThat(faults.all()).isEmpty();
    return (Node.Mapping) node;
  }

  private static Node node(Node.Mapping mapping, String key) {
    return Optional.ofNullable(mapping.entries().get(key)).orElseThrow();
  }
}
