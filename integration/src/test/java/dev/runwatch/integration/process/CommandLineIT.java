/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local --minute -2s",
        "local --minute 90s",
        "local --port 99999",
        "local --port nonsense",
        "local --runners -1",
        "local --load x",
        "local --for 0s",
        "local --mail-to nobody",
        "local --smtp nowhere",
        "coordinator --listen here",
        "coordinator --step 7s",
        "coordinator --stale-after 0s",
        "coordinator --heartbeat-interval 60s --stale-after 60s",
        "coordinator --remove-after 10s",
        "coordinator --environment ä",
        "coordinator --no-such-option",
        "runner --max-runs 0",
        "runner --max-runs",
        "runner --coordinator nonsense",
        "runner --executors nobody",
        "nonsense",
        ""
      })
  void aWrongOptionIsRefusedInOneLineWithStatus2(String arguments) {
    try (Launched launched = runwatch(Map.of(), arguments)) {
      assertThat(launched.awaitEnd(LONG)).as(launched.err()).isEqualTo(2);
      assertThat(launched.err().lines()).as(launched.err()).hasSize(1);
      assertThat(launched.out()).isEmpty();
    }
  }

  @Test
  void aWrongVariableIsRefusedLikeTheOption() {
    try (Launched launched = runwatch(Map.of("RUNWATCH_MAX_RUNS", "many"), "runner")) {
      assertThat(launched.awaitEnd(LONG)).isEqualTo(2);
      assertThat(launched.err()).contains("--max-runs", "many");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "local", "coordinator", "runner", "metrics", "alarms", "alarms test"})
  void thereIsHelpAtEveryLevel(String subcommand) {
    try (Launched launched = runwatch(Map.of(), (subcommand + " --help").strip())) {
      assertThat(launched.awaitEnd(LONG)).isZero();
      assertThat(launched.out()).contains("Usage: runwatch");
    }
  }

  @Test
  void aCoordinatorWithoutRegionSaysSoInOneLineAndServes() {
    Map<String, String> bare =
        Map.of(
            "AWS_REGION", "",
            "AWS_DEFAULT_REGION", "",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_CONFIG_FILE", folder.resolve("none").toString());
    try (Launched launched = runwatch(bare, "coordinator --listen 127.0.0.1:0")) {
      launched.awaitLine("coordinator ready on http://127\\.0\\.0\\.1:\\d+", LONG);
      assertThat(launched.err()).contains("no AWS region is set");
      launched.terminate();
      assertThat(launched.awaitEnd(LONG)).isZero();
    }
  }

  private Launched runwatch(Map<String, String> environment, String arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("runwatch").toString());
    Arrays.stream(arguments.split(" ")).filter(it -> !it.isEmpty()).forEach(command::add);
    return Launched.start(folder, environment, command);
  }
}
