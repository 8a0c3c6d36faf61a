/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerConfigTest {

  private final RunnerConfig.Builder builder = RunnerConfig.builder();

  @Test
  void theDefaultsAreThoseOfTheCommandLine() {
    RunnerConfig defaults = builder.build();
    assertThat(defaults.coordinator()).hasToString("http://127.0.0.1:8765");
    assertThat(defaults.environment().name()).isEqualTo("dev");
    assertThat(defaults.name()).isEqualTo("default");
    assertThat(defaults.hostname()).isNotBlank();
    assertThat(defaults.projectDir())
        .isEqualTo(Path.of("").toAbsolutePath().normalize().toString());
    assertThat(defaults.tags()).isEmpty();
    assertThat(defaults.maxRuns()).isEqualTo(4);
    assertThat(defaults.executors()).containsExactly("echo", "fail", "sleep");
    assertThat(defaults.enableShell()).isFalse();
    assertThat(defaults.passEnv()).isEmpty();
    assertThat(defaults.limits()).isEmpty();
    assertThat(defaults.dataDir()).isEqualTo(Path.of(".runwatch").toAbsolutePath());
  }

  @Test
  void eachSettingCanBeChangedAlone() {
    RunnerConfig config =
        builder
            .coordinator(URI.create("https://runs.example/base/"))
            .name("big")
            .hostname("h")
            .projectDir("/srv/a/../p")
            .tags(Set.of("t"))
            .maxRuns(1)
            .executors(Set.of("build=./build.sh --all"))
            .enableShell(true)
            .passEnv(Set.of("JAVA_HOME"))
            .limits(Set.of("build.cpu=1m"))
            .dataDir(Path.of("/var/lib/../x"))
            .build();

    assertThat(config.coordinator()).hasToString("https://runs.example/base");
    assertThat(config.name()).isEqualTo("big");
    assertThat(config.hostname()).isEqualTo("h");
    assertThat(config.projectDir()).isEqualTo("/srv/p");
    assertThat(config.tags()).containsExactly("t");
    assertThat(config.maxRuns()).isOne();
    assertThat(config.executors()).containsExactly("build=./build.sh --all");
    assertThat(config.enableShell()).isTrue();
    assertThat(config.passEnv()).containsExactly("JAVA_HOME");
    assertThat(config.limits()).containsExactly("build.cpu=1m");
    assertThat(config.dataDir()).isEqualTo(Path.of("/var/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "host:8765",
        "http:///x",
        "http://u@host",
        "http://host?a=b",
        "http://h:0",
        "http://host:70000",
        "relative"
      })
  void aCoordinatorThatIsNoWebAddressIsRefused(String uri) {
    assertThatThrownBy(() -> builder.coordinator(URI.create(uri)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("coordinator: '" + uri + "' is not allowed; allowed: an address");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 257})
  void aNumberOfRunsOutOfRangeIsRefused(int runs) {
    assertThatThrownBy(() -> builder.maxRuns(runs).build())
        .hasMessage("max-runs: '" + runs + "' is not allowed; allowed: 1 to 256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> RunnerConfig.builder().name(name).build())
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> RunnerConfig.builder().hostname(name).build())
        .hasMessageStartingWith("hostname: ");
    assertThatThrownBy(() -> RunnerConfig.builder().tags(Set.of(name)).build())
        .hasMessageStartingWith("tags: ");
    assertThatThrownBy(() -> RunnerConfig.builder().projectDir(name).build())
        .hasMessageStartingWith("project-dir: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cobol", "a b=c", "=x", "", "echo=cat", "build=", "shell"})
  void anExecutorThatIsNoneIsRefused(String executor) {
    assertThatThrownBy(() -> RunnerConfig.builder().executors(Set.of(executor)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("executors: '")
        .hasMessageContaining("allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUNWATCH_TOKEN",
        "RUNWATCH_TOKEN_FILE",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "A=B",
        ""
      })
  void aVariableWithASecretOfTheRunnerIsNeverPassedOn(String name) {
    assertThatThrownBy(() -> RunnerConfig.builder().passEnv(Set.of(name)).build())
        .hasMessageStartingWith("pass-env: '" + name + "' is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo.cpu",
        "echo.cpu=",
        "echo.cpu=0s",
        "echo.cpu=5",
        "echo.cpu=5k",
        "echo.memory=5s",
        "echo.memory=-1m",
        "echo.files=1k",
        "echo.disk=1g",
        "cobol.cpu=5s",
        "cpu=5s"
      })
  void aLimitThatIsNoneIsRefused(String limit) {
    assertThatThrownBy(() -> RunnerConfig.builder().limits(Set.of(limit)).build())
        .hasMessageStartingWith(
            "limits: '" + limit + "' is not allowed; allowed: EXECUTOR.cpu=60s");
  }

  @Test
  void thereMustBeAnExecutorAndEachOnlyOnce() {
    assertThatThrownBy(() -> RunnerConfig.builder().executors(Set.of()).build())
        .hasMessageStartingWith("executors: ");
    assertThatThrownBy(() -> RunnerConfig.builder().executors(Set.of("a=x", "a=y")).build())
        .hasMessage("executors: 'a' is given twice; allowed: each name once");
  }
}
