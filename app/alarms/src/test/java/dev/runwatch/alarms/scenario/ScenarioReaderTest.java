/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.yaml.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

  private static final List<AlarmDefinition> ALARMS = Alarms.samples();
  private static final String CASE =
      "{ name: c, series: { runners_online_count: 1 }, expect: { 1m: OK } }";

  @TempDir private Path directory;

  @Test
  void theDefaultsAreTheShortestPeriodAMondayAndANewAlarm() throws IOException {
    Scenario scenario =
        read("alarm: high-failure-rate\ncases: [{series: {failed: 1, completed: 1}, notify: []}]");
    assertThat(scenario.step()).isEqualTo(Duration.ofMinutes(15));
    assertThat(scenario.start()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
    ScenarioCase only = scenario.cases().get(0);
    assertThat(only.name()).isEqualTo("cases[0]");
    assertThat(only.before()).isEqualTo(Map.of("high-failure-rate", AlarmState.INSUFFICIENT_DATA));
    assertThat(only.expect()).isEmpty();
    assertThat(only.notifications()).isEmpty();
  }

  @Test
  void theStepOfSeveralAlarmsIsTheShortestOfTheirPeriods() throws IOException {
    Scenario scenario =
        read(
            "alarms: [high-failure-rate, no-online-runners]\n"
                + "cases: [{series: {failed: 1, completed: 1, runners_online_count: 1}, expect: {no-online-runners: {1m: OK}}}]");
    assertThat(scenario.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(scenario.several()).isTrue();
  }

  @Test
  void everyFieldOfACaseIsRead() throws IOException {
    Scenario scenario =
        read(
            """
            alarms: [no-online-runners, queue-backing-up]
            step: 30s
            start: 2026-03-01T09:00:00Z
            cases:
              - name: all of it
                state: { no-online-runners: OK, queue-backing-up: ALARM }
                series: { runners_online_count: 3x2 _, runs_pending_count: [5, null, 7x2] }
                expect:
                  no-online-runners: { 90s: OK, 1h: ALARM }
                  queue-backing-up: { 2m: OK }
                notify:
                  - { alarm: no-online-runners, at: 3m, state: ALARM, severity: critical }
                  - { alarm: queue-backing-up, at: 4m, state: OK }
            """);
    assertThat(scenario.start()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
    ScenarioCase read = scenario.cases().get(0);
    assertThat(read.line()).isEqualTo(5);
    assertThat(read.before())
        .containsEntry("no-online-runners", AlarmState.OK)
        .containsEntry("queue-backing-up", AlarmState.ALARM);
    assertThat(read.series().get("runners_online_count").values())
        .containsExactly(3, 3, Double.NaN);
    assertThat(read.series().get("runs_pending_count").values())
        .containsExactly(5, Double.NaN, 7, 7);
    assertThat(read.expect().get("no-online-runners"))
        .containsExactly(
            Map.entry(Duration.ofSeconds(90), AlarmState.OK),
            Map.entry(Duration.ofHours(1), AlarmState.ALARM));
    assertThat(read.notifications())
        .containsExactly(
            new ScenarioCase.Notification(
                "no-online-runners", Duration.ofMinutes(3), AlarmState.ALARM, Severity.CRITICAL),
            new ScenarioCase.Notification(
                "queue-backing-up", Duration.ofMinutes(4), AlarmState.OK, null));
    assertThat(read.length(scenario.step())).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void oneStateIsThatOfEveryAlarm() throws IOException {
    Scenario scenario =
        read(
            "alarms: [no-online-runners, queue-backing-up]\n"
                + "cases: [{state: OK, series: {runs_pending_count: 1, runners_online_count: 1}, notify: {queue-backing-up: []}}]");
    assertThat(scenario.cases().get(0).before())
        .isEqualTo(Map.of("no-online-runners", AlarmState.OK, "queue-backing-up", AlarmState.OK));
  }

  @Test
  void notificationsOfSeveralAlarmsMayBeGroupedByAlarm() throws IOException {
    Scenario scenario =
        read(
            "alarms: [no-online-runners, queue-backing-up]\n"
                + "cases: [{series: {runs_pending_count: 1, runners_online_count: 1},"
                + " notify: {queue-backing-up: [{at: 8m, state: ALARM}]}}]");
    assertThat(scenario.cases().get(0).notifications())
        .containsExactly(
            new ScenarioCase.Notification(
                "queue-backing-up", Duration.ofMinutes(8), AlarmState.ALARM, null));
  }

  /** A case lasts until the last of its values, states and notifications. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          series: { runners_online_count: 1x7 }, expect: { 1m: OK }                                | 7
          series: { runners_online_count: 1 }, expect: { 9m: OK, 2m: OK }                          | 9
          series: { runners_online_count: 1 }, notify: [ { at: 4m, state: ALARM } ]                | 4
          series: { runners_online_count: 1x2 }, expect: { 3m: OK }, notify: [ { at: 5m, state: OK } ] | 5
          """)
  void aCaseLastsUntilItsLastExpectation(String fields, int minutes) throws IOException {
    Scenario scenario = read("alarm: no-online-runners\ncases: [ { " + fields + " } ]");
    assertThat(scenario.cases().get(0).length(scenario.step()))
        .isEqualTo(Duration.ofMinutes(minutes));
  }

  /** A file, with ; for a line break, and its first fault. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cases: [CASE]                                        | 1: alarm: no alarm is named; give one of them
          alarm: a;alarms: [b];cases: [CASE]                   | 1: alarm: more than one of alarm, alarms, definition is given; give one of them
          alarm: nobody;cases: [CASE]                          | 1: alarm: there is no alarm 'nobody'; write one of coordinator-down, high-failure-rate, no-online-runners, queue-backing-up
          alarms: [[x]];cases: [CASE]                          | 1: alarms: an entry is a list; write names of alarms
          alarms: [no-online-runners, no-online-runners];cases: [CASE] | 1: alarms: an alarm is named twice; name it once
          alarm: no-online-runners                             | 1: cases: it is missing; write  cases:  and under it  - name: …
          alarm: no-online-runners;cases: []                   | 2: cases: it has no case; write one
          alarm: no-online-runners;cases: [x]                  | 2: cases[0]: it is 'x', not a mapping; write  Name: value
          alarm: no-online-runners;case: [x];cases: [CASE]     | 2: case: it is not a known field; did you mean cases?
          alarm: no-online-runners;step: soon;cases: [CASE]    | 2: step: 'soon' is not a step; write one such as 1m or 15m
          alarm: no-online-runners;step: 0s;cases: [CASE]      | 2: step: '0s' is not a step; write one such as 1m or 15m
          alarm: no-online-runners;step: 8d;cases: [CASE]      | 2: step: '8d' is not a step; write one such as 1m or 15m
          alarm: no-online-runners;step: 7s;cases: [CASE]      | 2: step: '7s' does not fit the evaluation interval of no-online-runners; write a multiple or a divisor of 60s
          alarm: no-online-runners;start: 2026-01-05;cases: [CASE] | 2: start: '2026-01-05' is not the start of a minute; write one such as 2026-01-05T09:00:00Z
          alarm: no-online-runners;start: 2026-01-05T09:00:30Z;cases: [CASE] | 2: start: '2026-01-05T09:00:30Z' is not the start of a minute; write one such as 2026-01-05T09:00:00Z
          """)
  void aFaultOfAFileNamesItsLine(String text, String fault) {
    assertThat(faults(text.replace("CASE", CASE)).get(0)).isEqualTo(fault);
  }

  /** The fields of a case, on line 2, and its only fault. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: c, expect: { 1m: OK }                       | series: it is missing; write  series:  and under it a metric with its values
          series: {}, notify: []                            | series.runners_online_count: no-online-runners reads this metric, and the case gives no value of it; write  runners_online_count: _  where it has no data
          series: { runners_online_count: 1 }, expect: {}   | expect: it is empty, so nothing is expected; write  { 8m: ALARM }
          series: { runners_online_count: 1x2@soon }, notify: [] | series.runners_online_count: '1x2@soon' has no delay: write VALUE@90s, at most 15d; for example  3x5 0x5 _x2
          series: { runners_online_count: 1 }, late: soon, notify: [] | late: 'soon' is not a delay; write one such as 90s, at most 15d
          series: { runners_online_count: 1 }, late: { other: 1m }, notify: [] | late.other: it is not a known field; remove it
          series: { runners_online_count: 1 }, samples: { m1: 1 }, notify: [] | samples.m1: no alarm of this file reads this metric; give one of runners_online_count
          series: { runners_online_count: 1 }               | expect: nothing is expected; write  expect: { 8m: ALARM }
          series: { runners_online_cout: 1 }, notify: []    | series.runners_online_cout: no alarm of this file reads this metric; did you mean runners_online_count?
          series: { m1: 1 }, notify: []                     | series.m1: no alarm of this file reads this metric; give one of runners_online_count
          series: { runners_online_count: 3y5 }, notify: [] | series.runners_online_count: '3y5' is not part of a series: write VALUE, VALUExCOUNT, _ or 1..5, and @90s after a late one; for example  3x5 0x5 _x2
          series: { runners_online_count: {a: 1} }, notify: [] | series.runners_online_count: it is a mapping, not a series of values; for example  3x5 0x5 _x2
          series: { runners_online_count: 1x99999 2x2 }, notify: [] | series.runners_online_count: '2x2' makes the series longer than 100000 values; for example  3x5 0x5 _x2
          series: {}, notify: [], state: FINE               | state: 'FINE' is not a valid value; write one of OK, ALARM, INSUFFICIENT_DATA
          series: {}, notify: [], state: { other: OK }      | state.other: it is not a known field; remove it
          series: {}, expect: { soon: OK }                  | expect.soon: it is not a time; write one such as 5m, 90s or 1h30m
          series: {}, expect: { 5m: FINE }                  | expect.5m: 'FINE' is not a valid value; write one of OK, ALARM, INSUFFICIENT_DATA
          series: {}, expect: [5m]                          | expect: it is a list, not a mapping; write  Name: value
          series: {}, expect: { 71d: OK }                   | series: the case is longer than 70 days; shorten it
          series: {}, notify: { 5m: OK }                    | notify: it is a mapping, not a list; write  - …  entries
          series: {}, notify: [ { state: OK } ]             | notify[0].at: it is missing; write  at: 8m
          series: {}, notify: [ { at: 8m } ]                | notify[0].state: it is missing; write  state: ALARM
          series: {}, notify: [ { at: x, state: OK } ]      | notify[0].at: 'x' is not a time; write one such as 5m
          series: {}, notify: [ { at: 8m, state: OK, to: me } ] | notify[0].to: it is not a known field; remove it
          series: {}, notify: [ { at: 8m, state: OK, severity: low } ] | notify[0].severity: 'low' is not a valid value; write one of critical, high, medium
          series: {}, notify: [ { at: 8m, state: OK, alarm: other } ] | notify[0].alarm: 'other' is not a valid value; write one of no-online-runners
          series: {}, notify: [], unknown: 1                | unknown: it is not a known field; remove it
          """)
  void aFaultOfACaseNamesItsField(String fields, String fault) {
    assertThat(faults("alarm: no-online-runners;cases: [ { " + fields + " } ]"))
        .containsExactly("2: cases[0]." + fault);
  }

  @Test
  void aNotificationOfSeveralAlarmsNamesItsAlarm() {
    assertThat(
            faults(
                "alarms: [no-online-runners, queue-backing-up];"
                    + "cases: [ { series: {}, notify: [ { at: 8m, state: ALARM } ] } ]"))
        .containsExactly(
            "2: cases[0].notify[0].alarm: it is missing; name the alarm that notifies");
  }

  @Test
  void expectationsOfSeveralAlarmsNameAnAlarmOfTheFile() {
    assertThat(
            faults(
                "alarms: [no-online-runners, queue-backing-up];"
                    + "cases: [ { series: {}, expect: { coordinator-down: { 1m: OK } } } ]"))
        .containsExactly("2: cases[0].expect.coordinator-down: it is not a known field; remove it");
  }

  @Test
  void theFaultsOfADefinitionInTheFileAreReportedToo() {
    assertThat(faults("definition: { MetricName: x };cases: [" + CASE + "]"))
        .contains("1: Namespace: it is missing; write  Namespace: \"@@namespace@@\"");
  }

  private Scenario read(String text) throws IOException {
    Path file = directory.resolve("scenario.yaml");
    Files.writeString(file, text);
    return ScenarioReader.read(file, ALARMS);
  }

  /** The faults, each from its line on. */
  private List<String> faults(String text) {
    InvalidDefinitionException thrown =
        catchThrowableOfType(InvalidDefinitionException.class, () -> read(text.replace(';', '\n')));
    return thrown.faults().stream()
        .map(Fault::toString)
        .map(fault -> fault.substring(directory.resolve("scenario.yaml").toString().length() + 1))
        .toList();
  }
}
