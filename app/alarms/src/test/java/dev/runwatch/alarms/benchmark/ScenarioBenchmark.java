/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.benchmark;

import dev.runwatch.alarms.scenario.Scenario;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.scenario.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long 10,000 cases take under nine assumptions each: three evaluation ranges, each
 * with the newest minute on time, in part and late. Each case is an outage of ten minutes whose
 * notifications are compared, so every evaluation is tried under every assumption. Prints a line
 * for a gauge, for a sum, and for metric math over a sliding window.
 */
public final class ScenarioBenchmark {

  private static final int CASES = 10_000;

  private static final String RULE =
      """
        EvaluationPeriods: 3
        DatapointsToAlarm: 3
        Threshold: 1
        ComparisonOperator: LessThanThreshold
        TreatMissingData: ignore
      """;

  private ScenarioBenchmark() {}

  /** Runs it once, from a JVM that has just started. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("scenario-benchmark");
    measure(directory, "gauge", plain("Maximum"), "m: 3x5 0x5", "8m");
    measure(directory, "sum", plain("Sum"), "m: 3x5 0x5", "8m");
    measure(
        directory,
        "metric math, 15 minutes sliding by the minute",
        """
        step: 1m
        definition:
          Metrics:
            - { Id: a, ReturnData: false, MetricStat: { Stat: Sum, Period: 900,
                Metric: { Namespace: N, MetricName: a } } }
            - { Id: b, ReturnData: false, MetricStat: { Stat: Sum, Period: 900,
                Metric: { Namespace: N, MetricName: b } } }
            - { Id: e, Expression: "IF(a >= 2, a/(a + b), 0)" }
        """
            + RULE.replace("3\n", "1\n"),
        "a: 0x5 3x5, b: 9x10",
        "1m");
  }

  private static void measure(
      Path directory, String name, String definition, String series, String alarmAt)
      throws IOException {
    StringBuilder text = new StringBuilder(definition).append("cases:\n");
    for (int i = 0; i < CASES; i++) {
      text.append("  - { name: ").append(i).append(", state: OK, series: { ").append(series);
      text.append(" }, notify: [ { at: ").append(alarmAt).append(", state: ALARM } ] }\n");
    }
    Path file = Files.writeString(directory.resolve("cases.yaml"), text);
    long begin = System.nanoTime();
    long beginCpu = cpu();
    Scenario scenario = ScenarioReader.read(file, List.of());
    long read = System.nanoTime();
    long readCpu = cpu();
    int[] results = {0};
    new ScenarioRunner(scenario).run(result -> results[0] += result.passed() ? 1 : 0);
    long end = System.nanoTime();
    long endCpu = cpu();
    System.out.printf(
        Locale.ROOT,
        "%s: %d cases passed under 9 assumptions in %d ms, and %d ms to read them;"
            + " processor time %d ms and %d ms, with the compiler's%n",
        name,
        results[0],
        Duration.ofNanos(end - read).toMillis(),
        Duration.ofNanos(read - begin).toMillis(),
        Duration.ofNanos(endCpu - readCpu).toMillis(),
        Duration.ofNanos(readCpu - beginCpu).toMillis());
    Files.delete(file);
  }

  /** The processor time of this process, which other work on the machine does not change. */
  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static String plain(String statistic) {
    return """
        definition:
          Namespace: N
          MetricName: m
          Period: 60
          Statistic: %s
        """
            .formatted(statistic)
        + RULE;
  }
}
