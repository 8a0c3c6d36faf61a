/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.backtest.Backtest;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.testing.Fuzz;
import dev.runwatch.testing.Mutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories of a back-test end in a result or in one line: see {@link Fuzz}. */
class HistoryFuzzTest {

  /** More periods take longer than a fuzz test has; they are read and not evaluated. */
  private static final long MOST_PERIODS = 20_000;

  private static final List<String> SEEDS =
      List.of(
          """
          {"start": "2026-01-05T00:00:00Z", "period": 60,
           "series": {"a": [1, 2, null, 4.5, 0, -1], "b": [0, 0, 3, null, 1e3, 7]},
           "samples": {"a": [10, 2, null, 4, 0, 1]}}
          """,
          """
          {"MetricDataResults": [
            {"Id": "a", "Label": "a", "Timestamps": ["2026-01-05T00:00:00Z",
             "2026-01-05T01:01:00+01:00", 1767571320], "Values": [1, 2.5, 3]},
            {"Id": "b", "Label": "b", "Timestamps": ["2026-01-05T00:00:00+00:00"], "Values": [9]}]}
          """,
          """
          {"Label": "a", "Datapoints": [
            {"Timestamp": "2026-01-05T00:00:00Z", "Sum": 5, "SampleCount": 3, "Unit": "Count"},
            {"Timestamp": "2026-01-05T00:05:00Z", "Sum": 0, "ExtendedStatistics": {"p99": 7.5}}]}
          """);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "null",
          "true",
          "-1",
          "1e999",
          "1e308",
          "NaN",
          "0",
          "9223372036854775807",
          "\"a\"",
          "\"series\": {}",
          "\"start\": 0",
          "\"period\": 604800",
          "\"period\": 1",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"1970-01-01T00:00:00Z\"",
          "\"2026-01-05T00:00:30.5Z\"",
          "\"Values\": [1]",
          "\"Timestamps\": [1e18]",
          "\"Datapoints\": []",
          "\"samples\": [1]",
          "\\u0000");

  private static final List<String> DEFINITIONS =
      List.of(
          """
          { "Metrics": [
              { "Id": "a", "ReturnData": false, "MetricStat": { "Stat": "Sum", "Period": 900,
                "Metric": { "Namespace": "N", "MetricName": "a" } } },
              { "Id": "b", "ReturnData": false, "MetricStat": { "Stat": "Sum", "Period": 900,
                "Metric": { "Namespace": "N", "MetricName": "b" } } },
              { "Id": "e", "Expression": "IF(a >= 2, a/(a + b), 0)" } ],
            "EvaluationPeriods": 1, "Threshold": 0.5, "ComparisonOperator": "GreaterThanThreshold" }
          """,
          """
          { "Namespace": "N", "MetricName": "a", "ExtendedStatistic": "p99", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 5, "ComparisonOperator": "GreaterThanThreshold",
            "EvaluateLowSampleCountPercentile": "ignore" }
          """);

  @TempDir private Path directory;

  @Test
  void historiesAreEvaluatedOrRefused() throws IOException {
    List<AlarmDefinition> definitions = new ArrayList<>();
    for (String text : DEFINITIONS) {
      Path file = directory.resolve("alarm" + definitions.size() + ".json");
      definitions.add(DefinitionLoader.loadAny(Files.writeString(file, text)));
    }
    Path file = directory.resolve("history.json");
    Fuzz.run(
        new Mutator(5, SEEDS, PIECES),
        input -> {
          Files.writeString(file, input);
          for (AlarmDefinition definition : definitions) {
            evaluate(definition, file);
          }
        });
  }

  private static void evaluate(AlarmDefinition definition, Path file) {
    try {
      BacktestHistory source =
          new BacktestHistory(
              definition, Optional.empty(), Optional.empty(), Optional.empty(), line -> {});
      History history = source.ofFile(file.toString(), Optional.empty());
      Duration length = Duration.between(history.from(), history.to());
      if (length.dividedBy(history.unit()) <= MOST_PERIODS) {
        assertThat(new Backtest(definition, history).with(1).episodes()).isNotNull();
      }
    } catch (InputException e) {
      assertThat(String.valueOf(e.getMessage())).isNotBlank().hasLineCount(1);
    }
  }
}
