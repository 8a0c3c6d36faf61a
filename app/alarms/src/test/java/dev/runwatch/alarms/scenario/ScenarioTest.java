/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.yaml.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

  private static final double MISSING = Double.NaN;
  private static final List<AlarmDefinition> ALARMS = Alarms.samples();

  @TempDir private Path directory;

  @Test
  void seriesAreReadAsText() {
    assertThat(SeriesNotation.parse("3x2 0x3")).containsExactly(3, 3, 0, 0, 0);
    assertThat(SeriesNotation.parse("7 -1.5 1e3 .5")).containsExactly(7, -1.5, 1000, 0.5);
    assertThat(SeriesNotation.parse("_ _x2 1")).containsExactly(MISSING, MISSING, MISSING, 1);
    assertThat(SeriesNotation.parse("1..4 2..0 -1..1 5..5"))
        .containsExactly(1, 2, 3, 4, 2, 1, 0, -1, 0, 1, 5);
    assertThat(SeriesNotation.parse("0.1x2")).containsExactly(0.1, 0.1);
    assertThat(SeriesNotation.parse("3x0")).isEmpty();
    assertThat(SeriesNotation.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x5",
        "5x",
        "5x-1",
        "NaN",
        "0x5x2",
        "1..",
        "1.5..3",
        "5x999999999",
        "0..999999999",
        "a"
      })
  void whatIsNoSeriesIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesNotation.parse(text))
        .withMessageStartingWith("'" + text + "' ");
  }

  @Test
  void theExampleOfTheManualPasses() throws IOException {
    List<CaseResult> results =
        run(
            """
            alarm: no-online-runners
            cases:
              - name: the last runner goes away
                state: OK
                series:
                  runners_online_count: 3x5 0x5
                expect: { 5m: OK, 8m: ALARM }
                notify: [ { at: 8m, state: ALARM, severity: critical } ]
            """);
    assertThat(results).hasSize(1);
    assertThat(results.get(0).passed()).isTrue();
  }

  @Test
  void aFailingCaseSaysWhatIsDifferentAndShowsEveryMinute() throws IOException {
    CaseResult result =
        run("""
                alarm: no-online-runners
                cases:
                  - name: too early
                    state: OK
                    series:
                      runners_online_count: 3x2 0x2 _
                    expect: { 4m: ALARM }
                    notify: [ { at: 4m, state: ALARM, severity: critical } ]
                """)
            .get(0);
    assertThat(result.failures())
        .containsExactly(
            "at 4m it is OK, expected ALARM", "it does not notify ALARM at 4m, critical");
    assertThat(result.table())
        .containsExactly(
            "     time    data point  state              expected",
            "       1m             3  OK",
            "       2m             3  OK",
            "       3m             0  OK",
            "       4m             0  OK                 ALARM   <--",
            "           Threshold Crossed: 1 out of the last 3 datapoints [3.0 (05/01/26 00:01:00)] was not less than the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
            "       5m             _  OK");
  }

  @Test
  void aVerdictThatHangsOnTheUnpublishedRangeIsFragile() throws IOException {
    CaseResult result =
        run("""
                alarm: no-online-runners
                cases:
                  - name: when does silence end an alarm
                    state: OK
                    series:
                      runners_online_count: 0x5 _x4
                    expect: { 5m: ALARM, 7m: ALARM, 8m: OK, 9m: OK }
                    notify: [ { at: 3m, state: ALARM }, { at: 8m, state: OK } ]
                """)
            .get(0);
    assertThat(result.passed()).isTrue();
    assertThat(result.fragile())
        .containsExactly(
            "at 7m it is ALARM when CloudWatch retrieves N + 2 data points, OK when N + 0",
            "it notifies [ALARM at 3m, OK at 8m] when CloudWatch retrieves N + 2 data points, [ALARM at 3m, OK at 6m] when N"
                + " + 0",
            "at 8m it is OK when CloudWatch retrieves N + 2 data points, ALARM when N + 4",
            "at 9m it is OK when CloudWatch retrieves N + 2 data points, ALARM when N + 4",
            "it notifies [ALARM at 3m, OK at 8m] when CloudWatch retrieves N + 2 data points, [ALARM at 3m] when N + 4",
            "at 4m it is ALARM, OK if the newest minute is late and CloudWatch retrieves N + 0 data points");
  }

  @Test
  void theFirstOkOfANewAlarmNeedNotBeExpectedAndMayBe() throws IOException {
    List<CaseResult> results =
        run(
            """
            alarm: no-online-runners
            cases:
              - name: not listed
                series: { runners_online_count: 3x5 }
                expect: { 2m: INSUFFICIENT_DATA, 3m: OK }
                notify: []
              - name: listed
                series: { runners_online_count: 3x5 }
                notify: [ { at: 3m, state: OK, severity: critical } ]
              - name: listed at a wrong time
                series: { runners_online_count: 3x5 }
                notify: [ { at: 4m, state: OK } ]
            """);
    assertThat(results).extracting(CaseResult::passed).containsExactly(true, true, false);
    assertThat(results.get(0).notes()).containsExactly("OK at 3m, critical: first OK, not listed");
  }

  @Test
  void aDefinitionMayStandInTheFileAndBePlayedByItsPeriod() throws IOException {
    List<CaseResult> results =
        run(
            """
            definition:
              Namespace: AWS/SQS
              MetricName: ApproximateAgeOfOldestMessage
              Statistic: Maximum
              Period: 300
              EvaluationPeriods: 2
              ComparisonOperator: GreaterThanOrEqualToThreshold
              Threshold: 600
              TreatMissingData: ignore
            cases:
              - name: two periods of five minutes
                state: OK
                series: { ApproximateAgeOfOldestMessage: 0x2 600x2 _x3 }
                expect: { 15m: OK, 20m: ALARM, 35m: ALARM }
                notify: [ { at: 16m, state: ALARM } ]
            """);
    // It slides by the minute, and a maximum counts as soon as it is in a window: 16 and not 20.
    assertThat(results.get(0).failures()).isEmpty();
  }

  @Test
  void faultsAreToldWithTheirLines() throws IOException {
    InvalidDefinitionException thrown =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () ->
                run(
                    """
                    alarm: no-online-runners
                    colour: red
                    cases:
                      - name: a
                        state: FINE
                        series: { runners_online: 3x5, runners_online_count: 3y5 }
                        expect: { soon: OK, 5m: BAD }
                        notify: [ { at: now, state: OK, level: 3 } ]
                      - name: b
                        series: { runners_online_count: 1 }
                    """));
    assertThat(thrown.faults())
        .extracting(Fault::line, Fault::field)
        .contains(
            Tuple.tuple(2, "colour"),
            Tuple.tuple(5, "cases[0].state"),
            Tuple.tuple(6, "cases[0].series.runners_online"),
            Tuple.tuple(6, "cases[0].series.runners_online_count"),
            Tuple.tuple(7, "cases[0].expect.soon"),
            Tuple.tuple(7, "cases[0].expect.5m"),
            Tuple.tuple(8, "cases[0].notify[0].at"),
            Tuple.tuple(8, "cases[0].notify[0].level"),
            Tuple.tuple(9, "cases[1].expect"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cases: []",
        "alarm: nobody\ncases: []",
        "alarm: no-online-runners\nalarms: [queue-backing-up]\ncases: []",
        "alarm: no-online-runners\ncases: []",
        "alarm: no-online-runners\nstep: 7s\ncases: [{series: {runners_online_count: 1}, expect: {1m: OK}}]",
        "alarm: no-online-runners\nstart: today\ncases: [{series: {runners_online_count: 1}, expect: {1m: OK}}]",
        "alarm: no-online-runners\ncases: [{series: {runners_online_count: 1}, expect: {99999999m: OK}}]",
      })
  void aFileThatCannotBeUsedIsRefused(String text) {
    assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> run(text));
  }

  @Test
  void tenThousandCasesOfOneFileAreRunInAMoment() throws IOException {
    StringBuilder text = new StringBuilder("alarm: no-online-runners\ncases:\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("  - { name: ").append(i).append(", state: OK, ");
      text.append("series: { runners_online_count: 3x5 0x5 }, expect: { 5m: OK, 8m: ALARM } }\n");
    }
    Path file = directory.resolve("many.yaml");
    Files.writeString(file, text);
    long begin = System.nanoTime();
    int[] passed = {0};
    new ScenarioRunner(ScenarioReader.read(file, ALARMS))
        .run(result -> passed[0] += result.passed() ? 1 : 0);
    // Under a second on an idle machine; the bound allows for a busy one.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(passed[0]).isEqualTo(10_000);
  }

  private List<CaseResult> run(String text) throws IOException {
    Path file = directory.resolve("scenario.yaml");
    Files.writeString(file, text);
    List<CaseResult> results = new ArrayList<>();
    new ScenarioRunner(ScenarioReader.read(file, ALARMS)).run(results::add);
    return results;
  }
}
