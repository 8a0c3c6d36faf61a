/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingReaderTest {

  private final Faults faults = new Faults("f");

  @Test
  void anythingButAMappingIsAFault() {
    assertThat(MappingReader.of(node("- a"), "x", faults)).isEmpty();
    assertThat(MappingReader.of(node("a"), "", faults)).isEmpty();
    assertThat(reported())
        .containsExactly(
            "f:1: x: it is a list, not a mapping; write  Name: value",
            "f:1: it is 'a', not a mapping; write  Name: value");
  }

  @Test
  void aStringIsAnyScalarThatIsNotBlank() {
    MappingReader fields = fields("a: x\nb: 5\nc: ' '\nd:\ne: [1]\nf: {g: 1}\n");
    assertThat(fields.text("a")).contains("x");
    assertThat(fields.text("b")).contains("5");
    assertThat(fields.text("z")).isEmpty();
    assertThat(reported()).isEmpty();
    for (String key : List.of("c", "d", "e", "f")) {
      assertThat(fields.text(key)).isEmpty();
    }
    assertThat(reported())
        .containsExactly(
            "f:3: c: it is ' ', not a string; write a string",
            "f:4: d: it is nothing, not a string; write a string",
            "f:5: e: it is a list, not a string; write a string",
            "f:6: f: it is a mapping, not a string; write a string");
  }

  @Test
  void aNumberIsAFiniteDecimal() {
    MappingReader fields = fields("a: 0.1\nb: -5e3\nc: many\nd: .inf\n");
    assertThat(fields.number("a")).hasValue(0.1);
    assertThat(fields.number("b")).hasValue(-5000);
    assertThat(fields.number("z")).isEmpty();
    assertThat(fields.number("c")).isEmpty();
    assertThat(fields.number("d")).isEmpty();
    assertThat(reported())
        .containsExactly(
            "f:3: c: 'many' is not a number; write a finite number such as 0.1",
            "f:4: d: '.inf' is not a number; write a finite number such as 0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "10, true",
    "3.0, true",
    "0, false",
    "11, false",
    "2.5, false",
    "x, false"
  })
  void aWholeNumberIsWithinItsRange(String text, boolean valid) {
    MappingReader fields = fields("a: " + text);
    assertThat(fields.integer("a", 1, 10).isPresent()).isEqualTo(valid);
    if (!valid) {
      assertThat(reported())
          .containsExactly("f:1: a: '" + text + "' is not a whole number from 1 to 10; write one");
    }
  }

  @Test
  void aTruthValueIsTrueOrFalse() {
    MappingReader fields = fields("a: true\nb: false\nc: yes\n");
    assertThat(fields.bool("a")).contains(true);
    assertThat(fields.bool("b")).contains(false);
    assertThat(fields.bool("c")).isEmpty();
    assertThat(fields.bool("z")).isEmpty();
    assertThat(reported())
        .containsExactly("f:3: c: 'yes' is neither true nor false; write true or false");
  }

  @Test
  void aTruthValueMayBeCapitalizedAsCloudFormationTakesIt() {
    MappingReader fields = fields("a: True\nb: TRUE\nc: False\nd: FALSE\ne: tRUE\n");
    assertThat(fields.bool("a")).contains(true);
    assertThat(fields.bool("b")).contains(true);
    assertThat(fields.bool("c")).contains(false);
    assertThat(fields.bool("d")).contains(false);
    assertThat(fields.bool("e")).isEmpty();
  }

  @Test
  void oneOfSeveralValuesIsNamedByItsWord() {
    MappingReader fields = fields("a: two\nb: Two\n");
    assertThat(fields.oneOf("a", List.of(1, 2), MappingReaderTest::word)).contains(2);
    assertThat(fields.oneOf("b", List.of(1, 2), MappingReaderTest::word)).isEmpty();
    assertThat(fields.oneOf("z", List.of(1, 2), MappingReaderTest::word)).isEmpty();
    assertThat(reported())
        .containsExactly("f:2: b: 'Two' is not a valid value; write one of one, two");
  }

  @Test
  void aListHasItems() {
    MappingReader fields = fields("a: [x, y]\nb: x\n");
    assertThat(fields.items("a")).hasSize(2);
    assertThat(fields.items("b")).isEmpty();
    assertThat(fields.items("z")).isEmpty();
    assertThat(reported()).containsExactly("f:2: b: it is 'x', not a list; write  - …  entries");
  }

  @Test
  void aFaultOfANestedMappingNamesItsPathAndItsLine() {
    MappingReader fields = fields("a: 1\nb:\n  c:\n    d: x\n");
    MappingReader inner = fields.fields("b").flatMap(b -> b.fields("c")).orElseThrow();
    assertThat(inner.integer("d", 0, 9)).isEmpty();
    assertThat(inner.require("e", "write it")).isFalse();
    assertThat(inner.require("d", "write it")).isTrue();
    assertThat(reported())
        .containsExactly(
            "f:4: b.c.d: 'x' is not a whole number from 0 to 9; write one",
            "f:4: b.c.e: it is missing; write it");
  }

  @Test
  void aFieldThatNobodyReadIsRefusedWithASuggestion() {
    MappingReader fields = fields("Threshold: 1\nTresholds: 2\nColour: red\nPeriod: 3\n");
    fields.number("Threshold");
    fields.has("Period");
    fields.text("Statistic");
    fields.refuseOthers();
    assertThat(reported())
        .containsExactly(
            "f:2: Tresholds: it is not a known field; did you mean Threshold?",
            "f:3: Colour: it is not a known field; remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: 1\nb: 2", "{b: 2, a: 1}"})
  void theKeysAreThoseOfTheFileWhateverWasRead(String text) {
    MappingReader fields = fields(text);
    fields.has("z");
    assertThat(fields.keys()).containsExactlyInAnyOrder("a", "b");
  }

  private static String word(int value) {
    return value == 1 ? "one" : "two";
  }

  private List<String> reported() {
    return faults.all().stream().map(Fault::toString).toList();
  }

  private MappingReader fields(String text) {
    return MappingReader.of(node(text), "", faults).orElseThrow();
  }

  private Node node(String text) {
    return YamlReader.parse(text, faults).orElseThrow();
  }
}
