/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runwatch.alarms.definition.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each assumption that a state depends on is named. */
class FragilityTest {

  private static final String GAUGE =
      """
      definition:
        Namespace: N
        MetricName: up
        Statistic: Maximum
        Period: 60
        EvaluationPeriods: 3
        Threshold: 1
        ComparisonOperator: LessThanThreshold
        TreatMissingData: ignore
      """;

  private static final String FILLED =
      """
      definition:
        Metrics:
          - { Id: up, ReturnData: false, MetricStat: { Stat: Maximum, Period: 60,
              Metric: { Namespace: N, MetricName: up } } }
          - { Id: e, Expression: "FILL(up, 0)" }
        EvaluationPeriods: 3
        Threshold: 1
        ComparisonOperator: LessThanThreshold
        TreatMissingData: notBreaching
      """;

  @TempDir private Path directory;

  @Test
  void twoBadMinutesPageIfTheThirdIsLateAndFilled() throws IOException {
    CaseResult result =
        only(FILLED, "state: OK, series: { up: 1x5 0x2 1x5 }, expect: { 12m: OK }, notify: []");
    assertThat(result.failures()).isEmpty();
    assertThat(result.fragile())
        .containsExactly("at 8m it is OK, ALARM if the newest minute is late");
  }

  @Test
  void aLateMinuteThatOnlyDelaysIsNotFragile() throws IOException {
    CaseResult result =
        only(
            GAUGE,
            "state: OK, series: { up: 1x5 0x5 1x5 }, expect: { 7m: OK, 8m: ALARM, 11m: OK }, "
                + "notify: [ { at: 8m, state: ALARM }, { at: 11m, state: OK } ]");
    assertThat(result.failures()).isEmpty();
    assertThat(result.fragile()).isEmpty();
  }

  @Test
  void anAlarmThatClearsWhenTheNewestMinuteIsLateNamesTheRange() throws IOException {
    CaseResult result =
        only(
            GAUGE.replace("ignore", "notBreaching"),
            "state: ALARM, series: { up: 0x9 }, expect: { 9m: ALARM }");
    assertThat(result.fragile())
        .containsExactly(
            "at 9m it is ALARM, OK if the newest minute is late and CloudWatch retrieves N + 0"
                + " data points");
  }

  @Test
  void halfOfASumIsNamed() throws IOException {
    CaseResult result =
        only(
            """
            definition:
              Namespace: N
              MetricName: done
              Statistic: Sum
              Period: 60
              EvaluationPeriods: 1
              Threshold: 10
              ComparisonOperator: LessThanThreshold
              TreatMissingData: ignore
            """,
            "state: OK, series: { done: 15x9 }, expect: { 9m: OK }");
    assertThat(result.fragile())
        .containsExactly("at 9m it is OK, ALARM if half of the newest minute has arrived");
  }

  @Test
  void fillOfAMetricThatNeverExistedIsNamed() throws IOException {
    CaseResult result =
        only(
            FILLED,
            "state: OK, series: { up: _x9 }, expect: { 3m: ALARM }, notify: [{at: 1m, state: ALARM}]");
    assertThat(result.failures()).isEmpty();
    assertThat(result.fragile())
        .containsExactly(
            "at 3m it is ALARM, OK if FILL adds no point to a metric without data",
            "it notifies [ALARM at 1m], [] if FILL adds no point to a metric without data");
  }

  @Test
  void aCaseThatSaysWhatItAssumesIsNotFragileByIt() throws IOException {
    String alarm = FILLED + "  WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 }\n";
    String body = "series: { up: _x5 1x9 }, expect: { 4m: INSUFFICIENT_DATA, 8m: OK }";
    CaseResult result = only(alarm, "assumes: [ warm-up-needs-data ], " + body);
    assertThat(result.failures()).isEmpty();
    assertThat(result.fragile()).isEmpty();
    assertThat(result.notes())
        .containsExactly(
            "as assumed: at 4m it is INSUFFICIENT_DATA, ALARM if points that FILL adds end the"
                + " warm-up");
    CaseResult other = only(alarm, "assumes: [ warm-up-needs-data, newest-minute ], " + body);
    assertThat(other.failures())
        .containsExactly("it assumes newest-minute, and nothing hangs on it: remove it");
  }

  @Test
  void anAssumptionThatDoesNotExistIsRefusedWithASuggestion() {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(
            () ->
                only(FILLED, "assumes: [ newest-minutes ], series: { up: 1 }, expect: { 1m: OK }"))
        .withMessageContaining(
            "'newest-minutes' is not an assumption; did you mean newest-minute?");
  }

  @Test
  void aWarmUpThatFilledPointsMightEndIsNamed() throws IOException {
    CaseResult result =
        only(
            FILLED + "  WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 }\n",
            "series: { up: _x5 1x9 }, expect: { 4m: INSUFFICIENT_DATA, 8m: OK }");
    assertThat(result.failures()).isEmpty();
    assertThat(result.fragile())
        .containsExactly(
            "at 4m it is INSUFFICIENT_DATA, ALARM if points that FILL adds end the warm-up");
  }

  @Test
  void dataThatTheCaseItselfMakesLateAreMissingUntilTheyArrive() throws IOException {
    String expect = "expect: { 5m: OK, 7m: OK, 8m: ALARM, 9m: OK }";
    assertThat(only(FILLED, "state: OK, series: { up: 1x5 0x2 1@1m 1x3 }, " + expect).failures())
        .isEmpty();
    assertThat(only(FILLED, "state: OK, series: { up: 1x5 0x2 1x4 }, " + expect).failures())
        .containsExactly("at 8m it is OK, expected ALARM");
  }

  @Test
  void aWholeSeriesMayBeLate() throws IOException {
    String late = "series: { up: 1x5 0x6 }, late: { up: 2m }, expect: { 9m: OK, 10m: ALARM }";
    assertThat(only(GAUGE, "state: OK, " + late).failures()).isEmpty();
    assertThat(only(GAUGE, "state: OK, " + late.replace("{ up: 2m }", "120s")).failures())
        .isEmpty();
  }

  @Test
  void aPercentileOfTooFewSamplesChangesNothing() throws IOException {
    String p99 =
        """
        definition:
          Namespace: N
          MetricName: latency
          ExtendedStatistic: p99
          Period: 60
          EvaluationPeriods: 1
          Threshold: 250
          ComparisonOperator: GreaterThanThreshold
          EvaluateLowSampleCountPercentile: ignore
        """;
    String series = "state: OK, series: { latency: 900x3 }, ";
    assertThat(only(p99, series + "expect: { 3m: ALARM }").failures()).isEmpty();
    assertThat(
            only(
                    p99,
                    series + "samples: { latency: 999x2 1000 }, " + "expect: { 2m: OK, 3m: ALARM }")
                .failures())
        .isEmpty();
  }

  private CaseResult only(String alarm, String fields) throws IOException {
    Path file = directory.resolve("scenario.yaml");
    Files.writeString(file, alarm + "cases: [ { name: c, " + fields + " } ]\n");
    List<CaseResult> results = new ArrayList<>();
    new ScenarioRunner(ScenarioReader.read(file, List.of())).run(results::add);
    return results.get(0);
  }
}
