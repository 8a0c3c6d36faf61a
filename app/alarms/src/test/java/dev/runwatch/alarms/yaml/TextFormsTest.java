/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, numbers, suggestions and faults as text. */
class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "14d, PT336H",
    "1d2h3m4s, PT26H3M4S",
    "0s, PT0S",
    "72h, PT72H",
    "999999999s, PT277777H46M39S"
  })
  void aDurationIsDaysHoursMinutesAndSeconds(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "m", "5 m", "-5m", "1.5h", "5m1h", "5M", "1w", "9999999999s", "١m"})
  void anythingElseIsNoDuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0m", "PT8M, 8m", "PT90S, 90s", "PT72H, 72h", "PT1.5S, 1s", "PT-1M, -1m"})
  void aDurationIsWrittenInMinutesOrElseInSeconds(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"50, 50", "-1.5, -1.5", "+2, 2", ".5, 0.5", "5., 5", "1e3, 1000", "1E-2, 0.01"})
  void aNumberIsADecimal(String text, double number) {
    assertThat(Numbers.parse(text)).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NaN",
        ".nan",
        "Infinity",
        ".inf",
        "0x1F",
        "1e999",
        "1e1000",
        "1,5",
        "1 ",
        "--1",
        "1d",
        "1f",
        ".",
        "e5"
      })
  void anythingElseIsNoNumber(String text) {
    assertThat(Numbers.parse(text)).isEmpty();
  }

  @Test
  void aNumberHas64CharactersAtMost() {
    assertThat(Numbers.parse("0".repeat(63) + "1")).hasValue(1);
    assertThat(Numbers.parse("0".repeat(64) + "1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "50, 50",
    "-3, -3",
    "0.1, 0.1",
    "999999999999999, 999999999999999",
    "1e15, 1.0E15",
    "-0.0, 0"
  })
  void aWholeNumberIsWrittenWithoutAFraction(double number, String text) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.format(number)).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Treshold, Threshold",
    "threshold, Threshold",
    "Statistics, Statistic",
    "Perod, Period",
    "Perio, Period"
  })
  void aMisspeltWordSuggestsTheNearest(String word, String suggestion) {
    List<String> names = List.of("Threshold", "Period", "Statistic", "Unit", "Stat");
    assertThat(Suggestions.nearest(word, names)).contains(suggestion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Colour", "xyz", "U", "Thrsh"})
  void aWordThatIsFarFromAllSuggestsNothing(String word) {
    assertThat(Suggestions.nearest(word, List.of("Threshold", "Period", "Unit"))).isEmpty();
  }

  @Test
  void atEqualDistanceTheSameFirstLetterDecides() {
    assertThat(Suggestions.nearest("mat", List.of("cat", "map"))).contains("map");
    assertThat(Suggestions.nearest("mat", List.of("map", "cat"))).contains("map");
  }

  @Test
  void aVeryLongWordIsNotCompared() {
    String word = "x".repeat(81);
    assertThat(Suggestions.nearest(word, List.of(word))).isEmpty();
    assertThat(Suggestions.nearest(word.substring(1), List.of(word))).contains(word);
  }

  @Test
  void aFaultIsOneLineWithFileLineFieldReasonAndFix() {
    assertThat(new Fault("a.yaml", 3, "Period", "it is 7", "write 60"))
        .hasToString("a.yaml:3: Period: it is 7; write 60");
    assertThat(new Fault("a.yaml", 0, "", "it is empty", "fill it"))
        .hasToString("a.yaml: it is empty; fill it");
  }

  @Test
  void faultsAreInTheOrderOfTheirLinesAndAHundredAtMost() {
    Faults faults = new Faults("f");
    assertThat(faults.none()).isTrue();
    for (int line = 150; line > 0; line--) {
      faults.add(line, "", "wrong", "right");
    }
    assertThat(faults.none()).isFalse();
    assertThat(faults.all()).hasSize(100).isSortedAccordingTo((a, b) -> a.line() - b.line());
    assertThat(faults.all().get(0).line()).isEqualTo(51);
  }
}
