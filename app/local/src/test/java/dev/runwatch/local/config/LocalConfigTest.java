/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalConfigTest {

  private static final Path HOME = Path.of("home");

  @Test
  void theDefaultsAreThoseOfTheCommandLine() {
    LocalConfig config = LocalConfig.builder(HOME).build();
    assertThat(config.home()).isEqualTo(HOME);
    assertThat(config.port()).isEqualTo(8765);
    assertThat(config.consolePort()).isEqualTo(8766);
    assertThat(config.minute()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.runners()).isEqualTo(1);
    assertThat(config.executors()).containsExactly("echo", "fail", "sleep");
    assertThat(config.tags()).isEmpty();
    assertThat(config.load()).isZero();
    assertThat(config.dataDir()).isEqualTo(Path.of(".runwatch/local"));
    assertThat(config.smtp()).isEmpty();
    assertThat(config.mailFrom()).isEqualTo("runwatch@localhost");
    assertThat(config.mailTo()).containsExactly("oncall@localhost");
  }

  @Test
  void everySettingReachesTheConfiguration() {
    CoordinatorTimes times = CoordinatorTimes.scaledTo(Duration.ofSeconds(3)).build();
    InetSocketAddress smtp = InetSocketAddress.createUnresolved("mail", 25);
    LocalConfig config =
        LocalConfig.builder(HOME)
            .port(1)
            .consolePort(2)
            .minute(Duration.ofSeconds(2))
            .runners(3)
            .executors(Set.of("build=make"))
            .tags(Set.of("gpu"))
            .load(4)
            .dataDir(Path.of("data"))
            .times(times)
            .smtp(smtp)
            .mailFrom("from@localhost")
            .mailTo(List.of("to@localhost"))
            .build();
    assertThat(config.port()).isEqualTo(1);
    assertThat(config.consolePort()).isEqualTo(2);
    assertThat(config.minute()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.runners()).isEqualTo(3);
    assertThat(config.executors()).containsExactly("build=make");
    assertThat(config.tags()).containsExactly("gpu");
    assertThat(config.load()).isEqualTo(4);
    assertThat(config.dataDir()).isEqualTo(Path.of("data"));
    assertThat(config.times()).isSameAs(times);
    assertThat(config.smtp()).hasValue(smtp);
    assertThat(config.mailFrom()).isEqualTo("from@localhost");
    assertThat(config.mailTo()).containsExactly("to@localhost");
  }

  @Test
  void timesThatAreNotGivenAreScaledToTheMinute() {
    LocalConfig config = LocalConfig.builder(HOME).minute(Duration.ofSeconds(6)).build();
    assertThat(config.times().staleAfter()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void aConfigurationDoesNotChangeWithTheCollectionsItWasBuiltFrom() {
    Set<String> tags = new LinkedHashSet<>(List.of("a"));
    List<String> mailTo = new ArrayList<>(List.of("a@b"));
    LocalConfig config = LocalConfig.builder(HOME).tags(tags).mailTo(mailTo).build();
    tags.add("b");
    mailTo.add("b@b");
    assertThat(config.tags()).containsExactly("a");
    assertThat(config.mailTo()).containsExactly("a@b");
  }

  @ParameterizedTest
  @CsvSource({
    "port, 0, 65535",
    "console-port, 0, 65535",
    "runners, 0, 50",
    "load, 0, 6000",
  })
  void aNumberHasItsRange(String name, int least, int most) {
    assertThatCode(() -> with(name, least)).doesNotThrowAnyException();
    assertThatCode(() -> with(name, most)).doesNotThrowAnyException();
    for (int wrong : new int[] {least - 1, most + 1}) {
      assertThatThrownBy(() -> with(name, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " must be from " + least + " to " + most + ", and is " + wrong);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 1_500, 2_000, 60_000})
  void aMinuteIsADivisorOfSixtySeconds(long millis) {
    assertThat(minute(millis).minute()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999, 7_000, 60_001, 120_000})
  void anotherMinuteIsRefused(long millis) {
    assertThatThrownBy(() -> minute(millis))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minute must be from 1s to 60s and divide 60s, and is " + millis + "ms");
  }

  private static LocalConfig minute(long millis) {
    return LocalConfig.builder(HOME).minute(Duration.ofMillis(millis)).build();
  }

  private static LocalConfig with(String name, int value) {
    UnaryOperator<LocalConfig.Builder> setting =
        switch (name) {
          case "port" -> builder -> builder.port(value);
          case "console-port" -> builder -> builder.consolePort(value);
          case "runners" -> builder -> builder.runners(value);
          case "load" -> builder -> builder.load(value);
          default -> throw new IllegalArgumentException(name);
        };
    return setting.apply(LocalConfig.builder(HOME)).build();
  }
}
