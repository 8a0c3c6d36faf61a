/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservedDomainsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oncall@example.com",
        "oncall@EXAMPLE.org",
        "oncall@mail.example.net",
        "oncall@shop.test",
        "oncall@a.b.invalid",
        "oncall@team.example",
        "oncall@localhost",
        "https://example.com",
        "https://example.com/runwatch/alarms/",
        "https://wiki.example.org:8443/x?y=a@b.internal",
        "https://example.com./"
      })
  void aReservedDomainIsAPlaceholder(String addressOrUrl) {
    assertThat(ReservedDomains.isPlaceholder(addressOrUrl)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oncall@platform.internal",
        "oncall@myexample.com",
        "oncall@example.com.internal",
        "example.com@platform.internal",
        "oncall@example.co",
        "oncall@latest",
        "https://wiki.platform.internal/example.com/",
        "https://wiki.platform.internal/?q=a@example.com"
      })
  void anotherDomainIsNoPlaceholder(String addressOrUrl) {
    assertThat(ReservedDomains.isPlaceholder(addressOrUrl)).isFalse();
  }
}
