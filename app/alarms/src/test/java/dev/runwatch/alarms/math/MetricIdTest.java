/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"m", "m1", "errorRate", "a_B_9"})
  void anIdBeginsWithALowerCaseLetter(String id) {
    assertThat(MetricId.isValid(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M1", "1m", "_m", "m-1", "m.1", "m 1", "é", "mé", "m\n"})
  void anythingElseIsNone(String id) {
    assertThat(MetricId.isValid(id)).isFalse();
  }

  @Test
  void anIdHas255CharactersAtMost() {
    assertThat(MetricId.isValid("m".repeat(255))).isTrue();
    assertThat(MetricId.isValid("m".repeat(256))).isFalse();
  }
}
