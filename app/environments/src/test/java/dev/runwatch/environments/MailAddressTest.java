/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oncall@platform.internal",
        "on-call+prod@mail.platform.internal",
        "o'neill@xn--bcher-kva.internal",
        "a@b.xn--p1ai"
      })
  void anAddressOfADomainIsQualified(String text) {
    assertThat(MailAddress.parse(text))
        .hasValueSatisfying(it -> assertThat(it.isQualified()).isTrue())
        .hasValueSatisfying(it -> assertThat(it).hasToString(text));
  }

  @Test
  void anAddressOfAHostIsAnAddressThatIsNotQualified() {
    assertThat(MailAddress.parse("oncall@localhost"))
        .contains(new MailAddress("oncall", "localhost"))
        .hasValueSatisfying(it -> assertThat(it.isQualified()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "@platform.internal",
        "a@",
        "a b@platform.internal",
        "a@b@platform.internal",
        "a@-b.internal",
        "a@b-.internal",
        "a@b..internal",
        "a@b.internal.",
        "Team <a@b.internal>",
        "a@b.internal,c@b.internal",
        "a@b.internal\n"
      })
  void anotherTextIsNoAddress(String text) {
    assertThat(MailAddress.parse(text)).isEmpty();
  }

  @Test
  void anAddressIsAsShortAsMailServersTakeIt() {
    assertThat(MailAddress.parse("a".repeat(64) + "@b.internal")).isPresent();
    assertThat(MailAddress.parse("a".repeat(65) + "@b.internal")).isEmpty();
    assertThat(MailAddress.parse("a@" + "b".repeat(63) + ".internal")).isPresent();
    assertThat(MailAddress.parse("a@" + "b".repeat(64) + ".internal")).isEmpty();
    assertThat(MailAddress.parse("a@" + "b.".repeat(122) + "internal")).isPresent();
    assertThat(MailAddress.parse("a@" + "b.".repeat(123) + "internal")).isEmpty();
  }

  @Test
  void aLastLabelOfDigitsIsNotQualified() {
    assertThat(MailAddress.parse("a@10.0.0.1"))
        .hasValueSatisfying(it -> assertThat(it.isQualified()).isFalse());
  }
}
