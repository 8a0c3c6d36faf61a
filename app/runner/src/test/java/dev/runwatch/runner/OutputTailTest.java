/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTailTest {

  private final OutputTail tail = new OutputTail();

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tail.append(bytes, bytes.length);
  }

  @Test
  void whatFitsIsKeptAsItIs() {
    assertThat(tail.text()).isEmpty();
    write("a".repeat(OutputTail.MOST_BYTES - 1));
    write("b");
    assertThat(tail.text()).isEqualTo("a".repeat(OutputTail.MOST_BYTES - 1) + "b");
  }

  @Test
  void ofMoreThanThatTheTailIsKeptAndTheRestCounted() {
    write("a".repeat(OutputTail.MOST_BYTES));
    write("bc");
    assertThat(tail.text())
        .isEqualTo(
            "[the first 2 bytes are left out]\n" + "a".repeat(OutputTail.MOST_BYTES - 2) + "bc");
  }

  @Test
  void aWriteOfManyTimesItsSizeIsTaken() {
    write("a".repeat(3 * OutputTail.MOST_BYTES) + "end");
    assertThat(tail.text()).startsWith("[the first 131075 bytes are left out]\na").endsWith("aend");
  }

  @Test
  void aCharacterIsNeverCutInTwo() {
    write("🚀".repeat(OutputTail.MOST_BYTES / 4) + "x");
    assertThat(tail.text()).startsWith("[the first 4 bytes are left out]\n🚀").endsWith("🚀x");
  }
}
