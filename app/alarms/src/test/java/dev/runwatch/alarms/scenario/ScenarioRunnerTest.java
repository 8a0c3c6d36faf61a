/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a case reports: failures, notifications, notes, and the table. */
class ScenarioRunnerTest {

  /** Three runners for two minutes, none for three minutes, three again: ALARM at 5m, OK at 6m. */
  private static final String OUTAGE = "series: { runners_online_count: 3x2 0x3 3x2 }, ";

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          expect: { 4m: OK, 5m: ALARM, 6m: OK }                                        | ``
          expect: { 90s: OK }                                                          | ``
          expect: { 4m: ALARM }                                                        | at 4m it is OK, expected ALARM
          expect: { 5m: OK, 6m: ALARM }                                                | at 5m it is ALARM, expected OK / at 6m it is OK, expected ALARM
          notify: [ { at: 5m, state: ALARM }, { at: 6m, state: OK } ]                  | ``
          notify: [ { at: 6m, state: OK }, { at: 5m, state: ALARM, severity: critical } ] | ``
          notify: []                                                                   | it notifies ALARM at 5m, critical, which is not expected / it notifies OK at 6m, critical, which is not expected
          notify: [ { at: 5m, state: ALARM } ]                                         | it notifies OK at 6m, critical, which is not expected
          notify: [ { at: 5m, state: ALARM, severity: high }, { at: 6m, state: OK } ]  | it notifies ALARM at 5m, critical, which is not expected / it does not notify ALARM at 5m, high
          notify: [ { at: 4m, state: ALARM }, { at: 6m, state: OK } ]                  | it notifies ALARM at 5m, critical, which is not expected / it does not notify ALARM at 4m
          notify: [ { at: 5m, state: ALARM }, { at: 5m, state: ALARM }, { at: 6m, state: OK } ] | it does not notify ALARM at 5m
          """)
  void aCaseFailsByEveryDifference(String expectations, String failures) throws IOException {
    CaseResult result = only("alarm: no-online-runners", "state: OK, " + OUTAGE + expectations);
    assertThat(String.join(" / ", result.failures())).isEqualTo(failures);
    assertThat(result.passed()).isEqualTo(failures.isEmpty());
    assertThat(result.table().isEmpty()).isEqualTo(failures.isEmpty());
  }

  @Test
  void aTransitionToInsufficientDataIsNoNotification() throws IOException {
    CaseResult result =
        only(
            """
            definition: { Namespace: N, MetricName: depth, Statistic: Maximum, Period: 60,
              EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }\
            """,
            "state: OK, series: { depth: 0 _x3 }, expect: { 4m: INSUFFICIENT_DATA }, notify: []");
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void severalAlarmsAreNamedInEveryLine() throws IOException {
    CaseResult result =
        only(
            "alarms: [no-online-runners, queue-backing-up]",
            "state: OK, series: { runners_online_count: 3x2 0x3, runs_pending_count: 0x5 }, "
                + "expect: { queue-backing-up: { 5m: ALARM } }, "
                + "notify: [ { alarm: queue-backing-up, at: 5m, state: ALARM } ]");
    assertThat(result.failures())
        .containsExactly(
            "queue-backing-up: at 5m it is OK, expected ALARM",
            "it notifies no-online-runners: ALARM at 5m, critical, which is not expected",
            "queue-backing-up: it does not notify ALARM at 5m");
    assertThat(result.table())
        .contains(
            "     time    data point  state              expected    (no-online-runners)",
            "       5m             0  ALARM",
            "     time    data point  state              expected    (queue-backing-up)",
            "       5m             0  OK                 ALARM   <--");
  }

  @Test
  void notificationsOfSeveralAlarmsAreComparedInTheOrderOfTime() throws IOException {
    CaseResult result =
        only(
            "alarms: [queue-backing-up, no-online-runners]",
            "state: OK, series: { runners_online_count: 3x2 0x8, runs_pending_count: 90x10 }, "
                + "notify: []");
    assertThat(result.failures())
        .containsExactly(
            "it notifies no-online-runners: ALARM at 5m, critical, which is not expected",
            "it notifies queue-backing-up: ALARM at 8m, medium, which is not expected");
  }

  @Test
  void theTableShowsTheEvaluationsAroundAFailureHoweverLateItIs() throws IOException {
    CaseResult result =
        only(
            "alarm: no-online-runners",
            "state: OK, series: { runners_online_count: 3x220 }, expect: { 200m: ALARM }");
    assertThat(result.table())
        .containsExactly(
            "     time    data point  state              expected",
            "        …",
            "    3h17m             3  OK",
            "    3h18m             3  OK",
            "    3h19m             3  OK",
            "    3h20m             3  OK                 ALARM   <--",
            "           Threshold Crossed: 3 out of the last 3 datapoints [3.0 (05/01/26 03:19:00),"
                + " 3.0 (05/01/26 03:18:00), 3.0 (05/01/26 03:17:00)] were not less than the"
                + " threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
            "    3h21m             3  OK",
            "    3h22m             3  OK",
            "        …");
  }

  @Test
  void theTableOfAnExpressionHasTheValuesOfItsMetrics() throws IOException {
    CaseResult result =
        only(
            """
            definition:
              Metrics:
                - { Id: bad, ReturnData: false, MetricStat: { Stat: Sum, Period: 60,
                    Metric: { Namespace: N, MetricName: bad } } }
                - { Id: all_of_them, ReturnData: false, MetricStat: { Stat: Sum, Period: 60,
                    Metric: { Namespace: N, MetricName: all } } }
                - { Id: e, Expression: "IF(bad > 1, bad/all_of_them, 0)" }
              EvaluationPeriods: 1
              Threshold: 0.5
              ComparisonOperator: GreaterThanThreshold\
            """,
            "state: OK, series: { bad: 0 4, all: 9 _ }, expect: { 2m: ALARM }");
    assertThat(result.table())
        .contains(
            "     time  all_of_them       bad    data point  state              expected",
            "       1m            9         0             0  OK",
            "       2m            _         4             0  OK                 ALARM   <--");
  }

  @Test
  void onlyTheAlarmThatFailsHasATable() throws IOException {
    CaseResult result =
        only(
            "alarms: [no-online-runners, queue-backing-up]",
            "state: OK, series: { runners_online_count: 3x5, runs_pending_count: 0x5 }, "
                + "expect: { queue-backing-up: { 5m: ALARM } }");
    assertThat(result.table()).noneMatch(line -> line.contains("no-online-runners"));
    assertThat(result.table()).anyMatch(line -> line.contains("(queue-backing-up)"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # AWS: at the end of a mute the action runs if the alarm is still in its state
          for: 10m | 0x30    | [ { at: 12m, state: ALARM } ]
          # AWS: the actions of OK are muted too, and the last one runs at the end
          for: 10m | 0x5 3x9 | [ { at: 12m, state: OK } ]
          # a mute that has ended mutes nothing
          for: 1m  | 0x9     | [ { at: 5m, state: ALARM } ]
          """)
  void actionsOfAMutedAlarmRunAtTheEnd(String length, String series, String notify)
      throws IOException {
    CaseResult result =
        only(
            "alarm: no-online-runners",
            "state: OK, series: { runners_online_count: 3x2 "
                + series
                + " }, mute: { from: 2m, "
                + length
                + " }, notify: "
                + notify);
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void aMuteMayNameOneOfSeveralAlarms() throws IOException {
    CaseResult result =
        only(
            "alarms: [no-online-runners, queue-backing-up]",
            "state: OK, series: { runners_online_count: 0x12, runs_pending_count: 90x12 }, "
                + "mute: [ { from: 0m, for: 20m, alarm: queue-backing-up } ], notify: "
                + "[ { alarm: no-online-runners, at: 3m, state: ALARM }, "
                + "{ alarm: no-online-runners, at: 15m, state: OK }, "
                + "{ alarm: queue-backing-up, at: 20m, state: OK } ]");
    assertThat(result.failures()).noneMatch(failure -> failure.contains("queue-backing-up: ALARM"));
  }

  @Test
  void aStateIsThatOfTheLastEvaluationUpToThen() throws IOException {
    CaseResult result =
        only(
            "alarm: no-online-runners",
            "state: OK, series: { runners_online_count: 0x3 }, "
                + "expect: { 0m: OK, 179s: OK, 180s: ALARM, 239s: ALARM }");
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void aResultNamesItsFileAndItsLine() throws IOException {
    Path file = directory.resolve("scenario.yaml");
    CaseResult result = only("alarm: no-online-runners", OUTAGE + "expect: { 1m: OK }");
    assertThat(result.scenario()).isEqualTo(file.toString());
    assertThat(result.line()).isEqualTo(2);
    assertThat(result.name()).isEqualTo("c");
  }

  private CaseResult only(String alarms, String fields) throws IOException {
    Path file = directory.resolve("scenario.yaml");
    Files.writeString(file, alarms + "\ncases: [ { name: c, " + fields + " } ]\n");
    List<CaseResult> results = new ArrayList<>();
    new ScenarioRunner(ScenarioReader.read(file, Alarms.samples())).run(results::add);
    return results.get(0);
  }
}
