/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.common.Namespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AlarmsCommandTest {

  private static final Path ALARMS = Path.of(System.getProperty("runwatch.root", ".."), "alarms");

  /** Definitions that stay as they are when the shipped ones change. */
  private static final Path SAMPLES =
      Path.of(System.getProperty("runwatch.root", ".."), "app/alarms/src/test/resources/samples");

  @TempDir private Path directory;

  /** What a command said, and its status. */
  private record Said(int status, String out, String err) {}

  @Test
  void theShippedScenariosPass() {
    Said said = run("test");
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).containsPattern("\\d+ passed, 0 failed\\R");
    assertThat(said.status()).isZero();
  }

  @Test
  void aFailingCaseShowsItsMinutesAndTheStatusIsOne() throws IOException {
    Path file =
        write(
            "late.yaml",
            """
            alarm: no-online-runners
            cases:
              - name: fires at once
                state: OK
                series: { runners_online_count: 3 0x3 }
                expect: { 2m: ALARM, 4m: ALARM }
            """);
    Said said = run("test", file.toString());
    assertThat(said.status()).isOne();
    assertThat(said.out().lines())
        .contains(
            "FAILED   " + file + ":3: fires at once",
            "  at 2m it is OK, expected ALARM",
            "       2m             0  OK                 ALARM   <--",
            "0 passed, 1 failed");
  }

  @Test
  void strictMakesAFragileVerdictAFailure() throws IOException {
    Path file =
        write(
            "fragile.yaml",
            """
            alarm: no-online-runners
            cases:
              - name: an outage with gaps
                state: OK
                series: { runners_online_count: 3x3 0 _ 0 _ 0 }
                expect: { 8m: ALARM }
            """);
    Said lenient = run("test", file.toString());
    assertThat(lenient.out()).contains("FRAGILE  ", "1 fragile", "1 passed, 0 failed");
    assertThat(lenient.status()).isZero();
    Said strict = run("test", "--strict", file.toString());
    assertThat(strict.out()).endsWith("0 passed, 1 failed" + System.lineSeparator());
    assertThat(strict.status()).isOne();
  }

  @Test
  void theShippedAlarmsHaveNoFault() {
    Said said = run("lint");
    assertThat(said.out()).matches("\\d+ alarms, no fault\\R");
    assertThat(said.err()).isEmpty();
    assertThat(said.status()).isZero();
  }

  @Test
  void anAlarmOrAScenarioSavedAsYmlIsReadByEveryCommand() throws IOException {
    Files.createDirectories(directory.resolve("runbooks"));
    Files.createDirectories(directory.resolve("scenarios"));
    write("runbooks/queue-backing-up.md", "# Queue backing up");
    write("disk-full.yml", Files.readString(ALARMS.resolve("queue-backing-up.yaml")));
    String own = "--alarms-dir=" + directory;
    assertThat(run("explain", own, "disk-full").status()).isZero();
    assertThat(run("lint", own).out())
        .contains("disk-full.yml: no scenario tests it", "queue-backing-up.md: it has no section");
    write("scenarios/broken.yml", "alarm: nobody\ncases: []\n");
    assertThat(run("lint", own).out()).contains("broken.yml:1: alarm: there is no alarm 'nobody'");
    assertThat(run("test", own).err()).contains("broken.yml:1: alarm: there is no alarm 'nobody'");
  }

  @Test
  void aFileThatIsRefusedByNameIsNamedByEveryCommand() throws IOException {
    write("queue.yaml", "");
    write("queue.yml", "");
    String own = "--alarms-dir=" + directory;
    String fault = "queue.yml: its name is that of queue.yaml; rename or remove one";
    assertThat(run("lint", own).out()).contains(fault);
    assertThat(run("test", own).err()).contains(fault);
    assertThat(run("explain", own, "queue").err()).contains(fault);
  }

  @Test
  void theIdOfASeriesFollowsTheRuleOfAnIdInADefinition() throws IOException {
    Path cases = write("cases.jsonl", "{\"" + "m".repeat(256) + "\":[1]}");
    Said said = run("math", "--expression", "m1", "--cases", cases.toString());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("is not an id: begin with a lower-case letter");
  }

  @Test
  void explainSaysWhenItPages() {
    Said said = run("explain", "coordinator-down");
    assertThat(said.out())
        .contains("missing data counts as a breach", "coordinator_reachable 1 → 0", "0.20 USD");
    assertThat(said.out().lines().filter(line -> line.startsWith("N + 2")).toList())
        .containsExactly(
            "N + 2 data points               4m          1m            4m          never");
  }

  @Test
  void evaluateAnswersALinePerCase() throws IOException {
    Path definition =
        write(
            "any.json",
            """
            {"Namespace": "A", "MetricName": "m", "Statistic": "Sum", "Period": 60,
             "EvaluationPeriods": 3, "DatapointsToAlarm": 2, "Threshold": 2,
             "ComparisonOperator": "GreaterThanThreshold"}
            """);
    Path cases =
        write(
            "cases.jsonl",
            """
            {"points":[0,null,5,null,9],"state":"OK","extra":2}
            {"points":[0,0,5,0,9,9,9,9],"state":"ALARM"}
            {"points":[]}

            {"points":[1],"state":"ALARM","extra":0}
            """);
    Said said = run("evaluate", "--definition", definition.toString(), "--cases", cases.toString());
    assertThat(said.err()).isEmpty();
    assertThat(said.out().lines())
        .containsExactly(
            "{\"state\":\"ALARM\",\"reason\":\"Threshold Crossed: 2 out of the last 3 datapoints"
                + " [9.0 (01/01/70 00:04:00), 5.0 (01/01/70 00:02:00)] were greater than the"
                + " threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).\","
                + "\"fired\":true}",
            "{\"state\":\"ALARM\",\"reason\":\"Threshold Crossed: 3 out of the last 3 datapoints"
                + " [9.0 (01/01/70 00:04:00), 9.0 (01/01/70 00:03:00), 9.0 (01/01/70 00:02:00)]"
                + " were greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM"
                + " transition).\",\"fired\":false}",
            "{\"state\":\"INSUFFICIENT_DATA\",\"reason\":\"Insufficient Data: 3 datapoints were"
                + " unknown.\",\"fired\":false}",
            "{\"state\":\"OK\",\"reason\":\"Threshold Crossed: 1 out of the last 3 datapoints [1.0"
                + " (01/01/70 00:02:00)] was not greater than the threshold (2.0) (minimum 2"
                + " datapoints for ALARM -> OK transition).\",\"fired\":true}");
  }

  @Test
  void aFieldThatIsNotKnownIsRefusedWithASuggestion() throws IOException {
    Path series = write("series.jsonl", "{\"series\": {\"m1\": [1]}, \"perod\": 60}\n");
    Said said = run("math", "--expression", "m1", "--cases", series.toString());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains(":1: 'perod' is not a known field: did you mean period?");
  }

  @Test
  void evaluateComputesMetricMathOverTheRetrievedRange() throws IOException {
    Path cases =
        write(
            "cases.jsonl",
            """
            {"series":{"failed":[2],"completed":[8]},"state":"OK"}
            {"series":{"failed":[2],"completed":[18]},"state":"OK"}
            {"series":{"failed":[9],"completed":[null]},"state":"OK"}
            {"series":{"failed":[null],"completed":[3]},"state":"ALARM"}
            {"series":{"failed":[5,0],"runs_completed_total":[0,0]},"state":"ALARM"}
            """);
    String definition = SAMPLES.resolve("high-failure-rate.yaml").toString();
    Said said = run("evaluate", "--definition", definition, "--cases", cases.toString());
    assertThat(said.err()).isEmpty();
    assertThat(said.out().lines().map(line -> line.substring(10, 15)))
        .containsExactly("ALARM", "OK\",\"", "ALARM", "OK\",\"", "OK\",\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          m1 / m2                | {"series":{"m1":[1,null,3],"m2":[2,0,0]}} | [0.5,null,null]
          m1 + m2                | {"m1":[1,null,3],"m2":[4]}                | [1,null,7]
          SUM(METRICS()) * k     | {"m1":[1,2],"m2":[3,4],"k":10}            | [40,60]
          MINUTE(m1)             | {"series":{"m1":[1,1]},"period":300,"start":"2026-01-05T09:55:00Z"} | [55,0]
          METRICS("1")           | {"m1":[1],"m2":[2],"n1":[3]}              | [[1],[3]]
          RATE(m1)               | {"series":{"m1":[0,60]},"period":30}      | [null,2]
          -m1 * 0                | {"m1":[1]}                                | [0]
          """)
  void mathAnswersWithTheSeries(String expression, String line, String result) throws IOException {
    Path cases = write("cases.jsonl", line + "\n");
    Said said = run("math", "--expression", expression, "--cases", cases.toString());
    assertThat(said).isEqualTo(new Said(0, result + System.lineSeparator(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[1]",
        "{}",
        "{\"points\":5}",
        "{\"points\":[1,\"x\"]}",
        "{\"points\":[NaN]}",
        "{\"points\":[1e999]}",
        "{\"points\":[1],\"series\":{}}",
        "{\"points\":[1],\"state\":\"FINE\"}",
        "{\"points\":[1],\"extra\":-1}",
        "{\"points\":[1],\"extra\":1.5}",
        "{\"series\":{\"nobody\":[1]}}",
      })
  void aCaseThatCannotBeReadIsToldInOneLine(String line) throws IOException {
    Path cases = write("cases.jsonl", line);
    String definition = SAMPLES.resolve("high-failure-rate.yaml").toString();
    Said said = run("evaluate", "--definition", definition, "--cases", cases.toString());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith(cases.toString()).hasLineCount(1);
  }

  @Test
  void hostileInputIsToldInOneLine() throws IOException {
    String deep = "(".repeat(10_000) + "m1" + ")".repeat(10_000);
    Path cases = write("cases.jsonl", "{\"m1\":[1]}");
    String definition = ALARMS.resolve("queue-backing-up.yaml").toString();
    Path nested = write("nested.jsonl", "[".repeat(100_000));
    Path big = write("big.yaml", "#".repeat(10 * 1024 * 1024));
    Path empty = write("empty.yaml", "");
    List<Said> all = new ArrayList<>();
    all.add(run("math", "--expression", deep, "--cases", cases.toString()));
    all.add(run("math", "--expression", "AVG(m1)", "--cases", cases.toString()));
    all.add(run("math", "--expression", "m1", "--cases", nested.toString()));
    all.add(run("math", "--expression", "m1", "--cases", directory.toString()));
    all.add(run("evaluate", "--definition", definition, "--cases", "nowhere.jsonl"));
    all.add(run("evaluate", "--definition", big.toString(), "--cases", cases.toString()));
    all.add(run("test", big.toString()));
    all.add(run("test", empty.toString()));
    all.add(run("explain", "nobody"));
    all.add(run("backtest", "queue-backing-up", "--input", empty.toString()));
    all.add(run("backtest", "queue-backing-up", "--env", "prod", "--last", "soon"));
    all.add(run("backtest", "queue-backing-up", "--env", "prod", "--from", "today"));
    all.add(run("drive", "--endpoint", "here", "--once"));
    all.add(run("drive", "--endpoint", "http://127.0.0.1:1", "--every", "never"));
    assertThat(all)
        .allSatisfy(
            said -> {
              assertThat(said.status()).isEqualTo(2);
              assertThat(said.err()).hasLineCount(1).doesNotContain("Exception");
            });
  }

  @Test
  void backtestReadsWhatTheAwsCliExports() throws IOException {
    StringBuilder times = new StringBuilder();
    StringBuilder values = new StringBuilder();
    Instant start = Instant.parse("2026-11-01T00:00:00Z");
    // Newest first, as GetMetricData has it unless asked otherwise.
    for (int i = 14 * 1440 - 1; i >= 0; i--) {
      times.append('"').append(start.plusSeconds(60L * i)).append(i == 0 ? "\"" : "\",");
      values.append(i % 1440 < 30 ? 90 : 10).append(i == 0 ? "" : ",");
    }
    Path export =
        write(
            "export.json",
            "{\"MetricDataResults\":[{\"Id\":\"q\",\"Label\":\"runs_pending_count\",\"Timestamps\":["
                + times
                + "],\"Values\":["
                + values
                + "]}]}");
    Said said =
        run(
            "backtest",
            SAMPLES.resolve("queue-backing-up.yaml").toString(),
            "--input",
            export.toString(),
            "--threshold",
            "5,50,100");
    assertThat(said.err()).isEmpty();
    assertThat(said.out().lines())
        .contains(
            "           5       1     335h52m     335h52m",
            "          50      14       5h50m         25m",
            "         100       0          0m          0m",
            "  2026-11-01T00:08:00Z  for 25m");
    Said json =
        run(
            "backtest",
            SAMPLES.resolve("queue-backing-up.yaml").toString(),
            "--input",
            export.toString(),
            "--format",
            "json",
            "--last",
            "1d");
    assertThat(json.out())
        .contains("\"from\":\"2026-11-14T00:00:00Z\"", "\"fired\":1", "\"seconds_in_alarm\":1500");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new AlarmsCommand());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    command.registerConverter(Namespace.class, Namespace::new);
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--alarms-dir="))) {
      all.add(1, "--alarms-dir=" + ALARMS);
    }
    int status = command.execute(all.toArray(String[]::new));
    return new Said(status, out.toString(), err.toString());
  }
}
