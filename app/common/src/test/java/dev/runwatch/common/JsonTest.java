/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.json.JsonMapper;

final class JsonTest {

  private static final JsonMapper EXACT =
      Json.exact(StreamReadConstraints.builder().maxNestingDepth(3).build());

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "{\"a\":}", "[1,]"})
  void whatTwoReadersCouldReadDifferentlyIsRefused(String text) {
    assertThatThrownBy(() -> Json.mapper().readTree(text)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> EXACT.readTree(text)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[0.1000000000000000055]", "[1E+400]", "[1.50]", "[123456789012345678901]"})
  void theExactMapperWritesANumberAsItWasRead(String text) {
    assertThat(EXACT.writeValueAsString(EXACT.readTree(text))).isEqualTo(text);
  }

  @Test
  void theExactMapperKeepsItsLimits() {
    assertThat(EXACT.readTree("[[[]]]").size()).isOne();
    assertThatThrownBy(() -> EXACT.readTree("[[[[]]]]")).isInstanceOf(JacksonException.class);
  }

  @Test
  void componentsOfRecordsAreNamedInSnakeCase() {
    record Point(int periodSeconds) {}
    assertThat(Json.mapper().writeValueAsString(new Point(60)))
        .isEqualTo("{\"period_seconds\":60}");
    assertThat(Json.mapper().readValue("{\"period_seconds\":60}", Point.class))
        .isEqualTo(new Point(60));
    assertThat(EXACT.writeValueAsString(new Point(60))).isEqualTo("{\"period_seconds\":60}");
  }

  @Test
  void halfASurrogatePairIsWrittenAsAQuestionMark() {
    byte[] bytes = Json.bytes(Map.of("a", Json.mapper().readTree("\"x\\ud800\"")));
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"x?\"}");
  }
}
