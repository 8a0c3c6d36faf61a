/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a back-test says of the history that it is given. */
class BacktestCommandTest {

  private static final String QUEUE =
      """
      { "Namespace": "N", "MetricName": "depth", "Statistic": "Maximum", "Period": 60,
        "EvaluationPeriods": 10, "DatapointsToAlarm": 8, "Threshold": 50,
        "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching" }
      """;

  private static final String RATE =
      """
      { "Metrics": [
          { "Id": "a", "ReturnData": false, "MetricStat": { "Stat": "Sum", "Period": 900,
            "Metric": { "Namespace": "N", "MetricName": "a" } } },
          { "Id": "b", "ReturnData": false, "MetricStat": { "Stat": "Sum", "Period": 900,
            "Metric": { "Namespace": "N", "MetricName": "b" } } },
          { "Id": "e", "Expression": "IF(a >= 2, a/(a + b), 0)" } ],
        "EvaluationPeriods": 1, "Threshold": 0.5, "ComparisonOperator": "GreaterThanThreshold" }
      """;

  private static final String P99 =
      """
      { "Namespace": "N", "MetricName": "latency", "ExtendedStatistic": "p99", "Period": 60,
        "EvaluationPeriods": 1, "Threshold": 5, "ComparisonOperator": "GreaterThanThreshold",
        "EvaluateLowSampleCountPercentile": "ignore" }
      """;

  @TempDir private Path directory;

  private record Said(int status, String out, String err) {}

  @Test
  void historyInLongerPeriodsThanThoseOfTheAlarmIsRefused() throws IOException {
    Said said = backtest(QUEUE, "300", repeated("depth", 90, 576));
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err())
        .hasLineCount(1)
        .contains("its data points are 5m apart", "and alarm evaluates periods of 1m");
    assertThat(backtest(QUEUE, "60", repeated("depth", 90, 576)).out()).contains("1       9h28m");
  }

  @Test
  void anExportSaysItsPeriodByTheDistanceOfItsPoints() throws IOException {
    StringBuilder times = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      times.append(i == 0 ? "" : ",").append(1_767_600_000 + 300 * i);
      values.append(i == 0 ? "" : ",").append(90);
    }
    String export =
        "{\"MetricDataResults\":[{\"Id\":\"m1\",\"Timestamps\":["
            + times
            + "],\"Values\":["
            + values
            + "]}]}";
    assertThat(run(QUEUE, export).err()).contains("its data points are 5m apart");
    Said sparse = run(QUEUE, export, "--input-period", "1m");
    assertThat(sparse.status()).isZero();
    assertThat(sparse.out()).contains("          50       0          0m");
  }

  @Test
  void historyThatOnlyCannotSlideIsUsedAndItSaysSo() throws IOException {
    Said said = backtest(RATE, "300", repeated("a", 5, 12) + "," + repeated("b", 1, 12));
    assertThat(said.status()).isZero();
    assertThat(said.err()).contains("The alarm is evaluated every 5m instead of every minute");
    assertThat(said.out()).contains("         0.5       1");
  }

  @Test
  void overNoDataItIsNotFiredZero() throws IOException {
    Said said =
        backtest(
            QUEUE,
            "60",
            repeated("depth", 90, 30),
            "--from",
            "2026-01-06T00:00:00Z",
            "--to",
            "2026-01-07T00:00:00Z");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("there is no data point of depth");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aMetricWithoutDataIsNamed() throws IOException {
    assertThat(backtest(RATE, "60", repeated("a", 5, 12)).err())
        .contains("There is no data point of b.");
  }

  @Test
  void anIncompleteLastMinuteIsLeftOut() throws IOException {
    Said said = backtest(RATE, "60", repeated("a", 0, 30) + "," + repeated("b", 1, 29));
    assertThat(said.err()).contains("The last period, 2026-01-05T00:29:00Z, lacks data");
    assertThat(said.out()).contains("to 2026-01-05T00:29:00Z");
  }

  @Test
  void firingTooOftenIsAnExitStatus() throws IOException {
    String data = "\"depth\":[" + "90,90,90,90,90,90,90,90,90,90,0,0,0,0,0,0,0,0,0,0,".repeat(3);
    data += "0]";
    assertThat(backtest(QUEUE, "60", data, "--fail-if-fires", "4").status()).isZero();
    assertThat(backtest(QUEUE, "60", data, "--fail-if-fires", "3").status()).isOne();
    assertThat(backtest(QUEUE, "60", data, "--fail-if-fires", "3", "--threshold", "100").status())
        .isZero();
    assertThat(backtest(QUEUE, "60", data).status()).isZero();
  }

  @Test
  void minutesThatCloudWatchNoLongerKeepsAreRefused() throws IOException {
    Said said = run(QUEUE, "", "--environment", "prod", "--last", "20d");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("it keeps those of 1m for 15 days and of 5m for 63");
    said = run(QUEUE, "", "--environment", "prod", "--last", "500d");
    assertThat(said.err()).contains("CloudWatch keeps no data for longer than 455 days");
  }

  @Test
  void aPercentileCountsTheSamplesOfItsHistory() throws IOException {
    String latency = repeated("latency", 9, 30);
    Said unknown = backtest(P99, "60", latency);
    assertThat(unknown.err()).contains("The sample counts of latency are not known");
    assertThat(unknown.out()).contains("           5       1");
    Said few = backtest(P99, "60", latency + "},\"samples\":{" + repeated("latency", 999, 30));
    assertThat(few.err()).isEmpty();
    assertThat(few.out()).contains("           5       0");
    Said enough = backtest(P99, "60", latency + "},\"samples\":{" + repeated("latency", 1000, 30));
    assertThat(enough.out()).contains("           5       1");
  }

  private static String repeated(String metric, double value, int times) {
    return "\"" + metric + "\":[" + (value + ",").repeat(times - 1) + value + "]";
  }

  private Said backtest(String definition, String period, String series, String... options)
      throws IOException {
    return run(
        definition,
        "{\"start\":\"2026-01-05T00:00:00Z\",\"period\":"
            + period
            + ",\"series\":{"
            + series
            + "}}",
        options);
  }

  private Said run(String definition, String history, String... options) throws IOException {
    Path alarm = Files.writeString(directory.resolve("alarm.json"), definition);
    Path file = Files.writeString(directory.resolve("history.json"), history);
    List<String> arguments = new ArrayList<>(List.of("backtest", alarm.toString()));
    if (!history.isEmpty()) {
      arguments.addAll(List.of("--input", file.toString()));
    }
    arguments.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new AlarmsCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    return new Said(status, out.toString(), err.toString());
  }
}
