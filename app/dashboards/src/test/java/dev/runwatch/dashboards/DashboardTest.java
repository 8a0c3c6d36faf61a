/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DashboardTest {

  private static final Path ROOT = Path.of(System.getProperty("runwatch.root", ".."));
  private static final Path SHIPPED = ROOT.resolve("dashboards");
  private final List<AlarmDefinition> alarms = AlarmDefinition.loadAll(ROOT.resolve("alarms"));

  @TempDir Path folder;

  @Test
  void theShippedDashboardHasNoFault() {
    assertThat(Dashboard.load(SHIPPED, alarms).widgets()).hasSizeGreaterThan(10);
  }

  @Test
  void noTokenIsLeftInABody() {
    Map<String, String> arns =
        Map.of(
            "coordinator-down", "arn:1",
            "no-online-runners", "arn:2",
            "high-failure-rate", "arn:3",
            "queue-backing-up", "arn:4");
    String body = Dashboard.load(SHIPPED, alarms).body("eu-west-1", "prod", "Runwatch", arns);
    assertThat(body).doesNotContain("@@").contains("arn:1", "eu-west-1", "\"prod\"");
  }

  @Test
  void theLinesDrawnAreTheAlarmsThresholds() {
    Widget queue =
        Dashboard.load(SHIPPED, alarms).widgets().stream()
            .filter(widget -> widget.title().equals("Queue"))
            .findFirst()
            .orElseThrow();
    double threshold =
        alarms.stream()
            .filter(alarm -> alarm.name().equals("queue-backing-up"))
            .findFirst()
            .orElseThrow()
            .threshold();
    assertThat(queue.thresholds()).extracting(Widget.Threshold::value).containsExactly(threshold);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"runs_pending_count\"                | \"runs_waiting\"        | is not published",
        "\"stat\": \"Maximum\", \"label\": \"pending\" | \"stat\": \"Average\" | means nothing",
        "\"#d62728\"                           | \"red\"                 | must be #rrggbb",
        "\"@@threshold.queue-backing-up@@\"    | 50                      | grow stale",
        "\"@@alarm.coordinator-down@@\"        | \"arn:aws:x\"           | is no token",
        "\"@@region@@\"                        | \"eu-west-1\"           | must be @@region@@",
        "\"x\": 8                              | \"x\": 0                | lies over another",
      })
  void aFaultIsNamed(String shipped, String broken, String fault) throws IOException {
    String body = Files.readString(SHIPPED.resolve("overview.json"));
    assertThat(body).contains(shipped);
    Files.writeString(folder.resolve("overview.json"), body.replace(shipped, broken));
    assertThatThrownBy(() -> Dashboard.load(folder, alarms))
        .isInstanceOf(InvalidDashboardException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining("overview.json");
  }
}
