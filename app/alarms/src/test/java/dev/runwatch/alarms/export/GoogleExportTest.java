/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.testing.Needs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoogleExportTest {

  private static final GoogleTarget PROD =
      new GoogleTarget(
          "prod",
          "https://git.example.org/runwatch/blob/main/alarms/",
          List.of("projects/p/notificationChannels/1"));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runs_failed_total       | Sum         | 60  | sum(increase(M{R,A="b"}[2m])) * 0.5
          runs_failed_total       | Sum         | 300 | sum(increase(M{R,A="b"}[5m]))
          runs_pending_count      | Maximum     | 60  | max(last_over_time(M{R,A="b"}[1m59s]))
          runs_pending_count      | Maximum     | 300 | max(max_over_time(M{R,A="b"}[4m59s]))
          runner_slots_busy       | Sum         | 60  | sum(last_over_time(M{R,A="b"}[1m59s]))
          request_latency_seconds | p99         | 60  | histogram_quantile(0.99, sum by (le) (rate(M_bucket{R,A="b"}[2m])))
          request_latency_seconds | SampleCount | 60  | sum(increase(M_count{R,A="b"}[2m])) * 0.5
          """)
  void aMinuteWithOnePointIsReadSoThatAPointIsInTheRange(
      String metric, String statistic, int seconds, String promQl) {
    MetricStat stat = stat(metric, statistic, seconds);
    assertThat(PromQlMetric.of(stat, Duration.ofMinutes(1), Dialect.GOOGLE).text())
        .isEqualTo(
            promQl
                .replace("M", "custom_googleapis_com:runwatch_" + metric)
                .replace("R", "monitored_resource=\"generic_task\""));
  }

  @Test
  void aStatisticThatADistributionDoesNotHaveIsRefusedByName() {
    MetricStat stat = stat("request_latency_seconds", "Maximum", 60);
    assertThatThrownBy(() -> PromQl.googleMetric(stat, "[5m]"))
        .isInstanceOf(UnsupportedExportException.class)
        .hasMessageContaining("Maximum of request_latency_seconds");
  }

  @Test
  void aPolicyNamesItsChannelsAndItsRunbook() {
    String policy =
        new GoogleExport(Alarms.all(), PROD)
            .files()
            .getOrDefault("policies/coordinator-down.yaml", "");
    assertThat(policy)
        .contains("- projects/p/notificationChannels/1", "severity: CRITICAL", "duration: 180s")
        .contains("https://git.example.org/runwatch/blob/main/alarms/runbooks/coordinator-down.md");
  }

  /**
   * One point a minute, and what the policy's condition says of it: silent in the minute before it
   * fires, firing, and silent again.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          coordinator-down  | coordinator_healthy      | 1x5 _x14 1x9   | 9  | 10 | 20
          coordinator-down  | coordinator_healthy      | 1x5 0x8 1x9    | 8  | 9  | 15
          no-online-runners | runners_online_count     | 2x5 0x9 1x9    | 7  | 8  | 16
          queue-backing-up  | runs_pending_count       | 0x5 60x12 0x19 | 12 | 13 | 22
          high-failure-rate | runs_failed_recent_count | 0x5 9x12 0x29  | 5  | 6  | 34
          """)
  void aConditionFiresAndEndsWhenItShould(
      String alarm, String metric, String values, int silent, int firing, int again)
      throws Exception {
    Map<String, Object> condition = condition(Alarms.shipped(alarm));
    String rules =
        YamlText.of(
            "a test",
            Map.of(
                "groups",
                List.of(Map.of("name", "g", "interval", "1m", "rules", List.of(rule(condition))))));
    Files.writeString(folder.resolve("rules.yml"), rules);
    List<Object> series = new ArrayList<>();
    series.add(series(metric, values.replaceAll("(\\d+)x(\\d+)", "$1+0x$2")));
    if (alarm.equals("queue-backing-up")) {
      series.add(series("runners_online_count", "1+0x60"));
    }
    if (alarm.equals("high-failure-rate")) {
      series.add(series("runs_ended_recent_count", "10+0x60"));
    }
    String name = String.valueOf(condition.get("alertRule"));
    Map<String, Object> test =
        Map.of(
            "interval",
            "1m",
            "input_series",
            series,
            "alert_rule_test",
            List.of(
                verdict(name, silent, false),
                verdict(name, firing, true),
                verdict(name, again, false)));
    Files.writeString(
        folder.resolve("test.yml"),
        YamlText.of(
            "a test",
            Map.of(
                "rule_files",
                List.of("rules.yml"),
                "evaluation_interval",
                "1m",
                "tests",
                List.of(test))));
    Path output = folder.resolve("output.txt");
    int status =
        new ProcessBuilder(Needs.program("promtool").toString(), "test", "rules", "test.yml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
  }

  private static Map<String, Object> condition(AlarmDefinition alarm) {
    Object conditions = new GoogleAlarm(alarm, PROD).policy().get("conditions");
    Object first = ((List<?>) conditions).get(0);
    Map<String, Object> condition = new LinkedHashMap<>();
    ((Map<?, ?>) ((Map<?, ?>) first).get("conditionPrometheusQueryLanguage"))
        .forEach((key, value) -> condition.put(String.valueOf(key), value));
    return condition;
  }

  private static Map<String, Object> rule(Map<String, Object> condition) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("alert", condition.get("alertRule"));
    rule.put("expr", condition.get("query"));
    rule.put("for", condition.get("duration"));
    return rule;
  }

  private static Map<String, Object> series(String metric, String values) {
    String name =
        Dialect.GOOGLE.selector(
            new MetricStat(
                "N",
                metric,
                Map.of("Environment", "prod"),
                Statistic.MAXIMUM,
                Duration.ofMinutes(1),
                null),
            "");
    return Map.of("series", name, "values", values);
  }

  private static Map<String, Object> verdict(String alert, int minute, boolean fires) {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("eval_time", minute + "m");
    verdict.put("alertname", alert);
    if (fires) {
      verdict.put("exp_alerts", List.of(Map.of("exp_labels", Map.of())));
    }
    return verdict;
  }

  private static MetricStat stat(String metric, String statistic, int seconds) {
    return new MetricStat(
        "N", metric, Map.of("A", "b"), new Statistic(statistic), Duration.ofSeconds(seconds), null);
  }
}
