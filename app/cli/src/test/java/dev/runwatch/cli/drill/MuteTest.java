/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.PutAlarmMuteRuleRequest;

final class MuteTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:30:12Z");

  @Test
  void aMuteIsARuleFromTheNextMinuteOn() {
    Mute mute = Mute.now("rule", List.of("a", "b"), NOW, Duration.ofMinutes(30), "deploy 1.2");
    PutAlarmMuteRuleRequest request = mute.request();
    assertThat(request.name()).isEqualTo("rule");
    assertThat(request.description()).isEqualTo("deploy 1.2");
    assertThat(request.rule().schedule().expression()).isEqualTo("at(2026-11-24T08:31)");
    assertThat(request.rule().schedule().duration()).isEqualTo("PT30M");
    assertThat(request.rule().schedule().timezone()).isEqualTo("UTC");
    assertThat(request.muteTargets().alarmNames()).containsExactly("a", "b");
    assertThat(mute.until()).isEqualTo("2026-11-24T09:01:00Z");
  }

  @Test
  void secondsAreRoundedUpToMinutes() {
    assertThat(Mute.now("rule", List.of("a"), NOW, Duration.ofSeconds(90), "x").duration())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 15 * 86_400 + 1})
  void aTimeThatCloudWatchRefusesIsRefused(long seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Mute.now("rule", List.of("a"), NOW, Duration.ofSeconds(seconds), "deploy"))
        .withMessageContaining("1m to 360h");
  }

  @Test
  void aMuteWithoutAReasonIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mute.now("rule", List.of("a"), NOW, Duration.ofMinutes(1), " "))
        .withMessageContaining("--reason");
  }
}
