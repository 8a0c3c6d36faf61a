/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrowserGuardTest {

  private final BrowserGuard onLoopback = new BrowserGuard(true);
  private final BrowserGuard open = new BrowserGuard(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8765",
        "LOCALHOST",
        "127.0.0.1:8765",
        "127.1.2.3",
        "[::1]:8765",
        "a.localhost"
      })
  void namesOfTheLoopbackAreTaken(String host) {
    assertThat(onLoopback.refusal(host, null, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "",
        "[::2]"
      })
  void aNameThatAPageBoundToTheLoopbackIsRefused(String host) {
    assertThat(onLoopback.refusal(host, null, null)).isPresent();
    assertThat(open.refusal(host, null, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runs.example, https://runs.example",
    "runs.example:443, https://runs.example",
    "runs.example:8765, http://RUNS.example:8765"
  })
  void aPageOfTheServiceItselfMaySend(String host, String origin) {
    assertThat(open.refusal(host, origin, "same-origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runs.example, https://evil.example",
    "runs.example, 'null'",
    "runs.example, ''",
    "runs.example:8765, http://runs.example:3000",
    "localhost:8765, http://localhost:3000"
  })
  void aPageOfAnotherOriginIsRefused(String host, String origin) {
    assertThat(open.refusal(host, origin, null)).isPresent();
  }

  @Test
  void whatABrowserCallsForeignIsRefused() {
    assertThat(open.refusal("runs.example", null, "cross-site")).isPresent();
    assertThat(open.refusal("runs.example", null, "same-site")).isPresent();
    assertThat(open.refusal("runs.example", null, "none")).isEmpty();
  }
}
