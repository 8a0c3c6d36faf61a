/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespaceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Runwatch",
        "Shop:Runs",
        "My App",
        "a/b#c._-",
        "~",
        "(\"quoted\")",
        "aws/x",
        "AWS"
      })
  void printableAsciiIsANamespace(String name) {
    assertThat(new Namespace(name).name()).isEqualTo(name);
    assertThat(new Namespace(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "AWS/x", "AWS/", ":Runs", "a\tb", "a\nb", "a\u007fb", "a\u0000", "Läufe"})
  void whatCloudWatchRefusesIsNoNamespace(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Namespace(name))
        .withMessageContaining("is not a CloudWatch namespace; allowed: 1 to 255 printable ASCII");
  }

  @Test
  void aNamespaceHasAtMost255Characters() {
    assertThat(Namespace.isLegal("n".repeat(255))).isTrue();
    assertThat(Namespace.isLegal("n".repeat(256))).isFalse();
  }

  @Test
  void aMessageShowsControlCharactersByTheirCodesAndCutsLongNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Namespace("a\nb"))
        .withMessageStartingWith("'a<U+000A>b' is not");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Namespace("n".repeat(300)))
        .withMessageStartingWith("'" + "n".repeat(80) + "…' (300 characters) is not");
  }
}
