/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.alarms.definition.WarmUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AlarmMonitorTest {

  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final Map<String, String> LOCAL = Map.of("Environment", "local");
  private static final List<AlarmDefinition> ALARMS = Alarms.samples();

  @Test
  void aNewAlarmIsUncheckedUntilDataFillsItsPeriods() {
    AlarmMonitor monitor = new AlarmMonitor(alarm("no-online-runners"), LOCAL, START);
    assertThat(monitor.status())
        .isEqualTo(
            new AlarmStatus(
                AlarmState.INSUFFICIENT_DATA, START, "Unchecked: Initial alarm creation", true));
    History history = history("no-online-runners", minute -> minute < 4 ? Double.NaN : 0);
    for (int minute = 1; minute <= 6; minute++) {
      assertThat(monitor.evaluate(history, at(minute))).isEmpty();
      assertThat(monitor.status().warmingUp()).isTrue();
    }
    assertThat(monitor.evaluate(history, at(7)))
        .contains(
            new StateTransition(
                "no-online-runners",
                Severity.CRITICAL,
                at(7),
                AlarmState.INSUFFICIENT_DATA,
                AlarmState.ALARM,
                "Threshold Crossed: 3 out of the last 3 datapoints [0.0 (05/01/26 10:06:00), 0.0"
                    + " (05/01/26 10:05:00), 0.0 (05/01/26 10:04:00)] were less than the threshold"
                    + " (1.0) (minimum 3 datapoints for OK -> ALARM transition).",
                true));
    assertThat(monitor.status().since()).isEqualTo(at(7));
  }

  @Test
  void awsExampleOfAnAlarmThatWarmsUp() {
    // Three periods of 5 minutes, created at 10:00, data from 10:04: evaluated from about 10:19.
    Rule rule =
        new Rule(
            3, 3, 80, ComparisonOperator.GREATER_THAN_THRESHOLD, TreatMissingData.BREACHING, true);
    AlarmDefinition alarm =
        alarm("queue-backing-up").toBuilder()
            .rule(rule)
            .eachStat(stat -> stat.withPeriod(Duration.ofMinutes(5)))
            .build();
    AlarmMonitor monitor = new AlarmMonitor(alarm, LOCAL, START);
    History history = new History(START, at(60), Duration.ofMinutes(1));
    for (int minute = 4; minute < 60; minute++) {
      history.add(stat(alarm).withPeriod(Duration.ofMinutes(1)), at(minute), 1);
    }
    for (int minute = 1; minute <= 18; minute++) {
      assertThat(monitor.evaluate(history, at(minute))).isEmpty();
      assertThat(monitor.status().state()).isEqualTo(AlarmState.INSUFFICIENT_DATA);
    }
    assertThat(monitor.evaluate(history, at(19)).map(StateTransition::to)).contains(AlarmState.OK);
  }

  @Test
  void aWarmUpThatIsToBeWaitedForIsWaitedFor() {
    AlarmDefinition alarm =
        alarm("no-online-runners").toBuilder()
            .warmUp(new WarmUp(Duration.ofMinutes(30), true))
            .build();
    AlarmMonitor monitor = new AlarmMonitor(alarm, LOCAL, START);
    History history = history("no-online-runners", minute -> 0);
    for (int minute = 1; minute < 30; minute++) {
      assertThat(monitor.evaluate(history, at(minute))).isEmpty();
    }
    assertThat(monitor.evaluate(history, at(30)).map(StateTransition::to))
        .contains(AlarmState.ALARM);
  }

  @Test
  void aMinuteThatArrivesLateDelaysTheEndOfTheWarmUpAndDoesNotPreventIt() {
    AlarmMonitor monitor = new AlarmMonitor(alarm("no-online-runners"), LOCAL, START);
    int[] now = {0};
    History history = history("no-online-runners", minute -> 1);
    SeriesSource late =
        (stat, from, to) -> {
          Series series = history.read(stat, from, to);
          double[] values = series.values();
          for (int i = 0; i < values.length; i++) {
            if (!series.time(i).isBefore(at(now[0] - 1))) {
              values[i] = Double.NaN;
            }
          }
          return Series.of(series.start(), series.period(), values);
        };
    Optional<StateTransition> change = Optional.empty();
    while (change.isEmpty() && now[0] < 10) {
      now[0]++;
      change = monitor.evaluate(late, at(now[0]));
    }
    assertThat(change.map(StateTransition::at)).contains(at(4));
  }

  @Test
  void aScaledAlarmDoesTheSameInTwoSecondsAMinute() {
    for (AlarmDefinition alarm : ALARMS) {
      Random random = new Random(7);
      Duration minute = Duration.ofMinutes(1);
      Duration shorter = Duration.ofSeconds(2);
      AlarmDefinition scaled = alarm.scaledTo(shorter);
      History history = new History(START, at(200), minute);
      History faster = new History(START, START.plus(shorter.multipliedBy(200)), shorter);
      alarm
          .bound("local", "Runwatch")
          .stats()
          .values()
          .forEach(
              stat -> {
                for (int i = 0; i < 200; i++) {
                  double value = random.nextInt(3) * 40;
                  history.add(stat.withPeriod(minute), at(i), value);
                  faster.add(stat.withPeriod(shorter), START.plus(shorter.multipliedBy(i)), value);
                }
              });
      AlarmMonitor one = new AlarmMonitor(alarm, LOCAL, START);
      AlarmMonitor other = new AlarmMonitor(scaled, LOCAL, START);
      for (int i = 1; i <= 200; i++) {
        one.evaluate(history, at(i));
        other.evaluate(faster, START.plus(shorter.multipliedBy(i)));
        assertThat(other.state()).as("%s at %s", alarm.name(), i).isEqualTo(one.state());
      }
    }
  }

  @Test
  void severalRangesInLockstepDoWhatSeveralMonitorsDo() {
    int[] extras = {2, 0, 4};
    Random random = new Random(11);
    for (AlarmDefinition shipped : ALARMS) {
      for (TreatMissingData treatment : TreatMissingData.values()) {
        Rule rule = shipped.rule();
        AlarmDefinition alarm =
            shipped.bound("local", "Runwatch").toBuilder()
                .rule(
                    new Rule(
                        rule.evaluationPeriods(),
                        rule.datapointsToAlarm(),
                        rule.threshold(),
                        rule.operator(),
                        treatment,
                        true))
                .build();
        History history = new History(START, at(300), Duration.ofMinutes(1));
        alarm
            .stats()
            .values()
            .forEach(
                stat -> {
                  boolean there = true;
                  for (int i = 0; i < 300; i++) {
                    there = random.nextInt(4) == 0 ? !there : there;
                    if (there) {
                      history.add(
                          stat.withPeriod(Duration.ofMinutes(1)), at(i), random.nextInt(2) * 60);
                    }
                  }
                });
        MultiRangeEvaluator lockstep =
            new MultiRangeEvaluator(
                alarm, new AlarmQuery(alarm), START, AlarmState.INSUFFICIENT_DATA, extras);
        lockstep.preload(history, START, at(300));
        List<AlarmMonitor> monitors = new ArrayList<>();
        for (int extra : extras) {
          monitors.add(new AlarmMonitor(alarm, START, AlarmState.INSUFFICIENT_DATA, extra));
        }
        for (int minute = 1; minute <= 300; minute++) {
          lockstep.evaluate(history, at(minute), (range, transition) -> {});
          for (int i = 0; i < extras.length; i++) {
            monitors.get(i).evaluate(history, at(minute));
            assertThat(lockstep.state(i))
                .as("%s %s at %s with %s more", alarm.name(), treatment, minute, extras[i])
                .isEqualTo(monitors.get(i).state());
          }
        }
      }
    }
  }

  @Test
  void aPercentileOfTooFewSamplesChangesNothingWhereItIsToBeIgnored() {
    Rule rule =
        new Rule(
            1,
            1,
            1,
            ComparisonOperator.GREATER_THAN_THRESHOLD,
            TreatMissingData.NOT_BREACHING,
            false);
    Series p99 = Series.of(START, Duration.ofMinutes(1), 9);
    Statistic statistic = new Statistic("p99");
    assertThat(verdict(rule, p99, statistic, 999)).isEqualTo(AlarmState.OK);
    assertThat(verdict(rule, p99, statistic, 1000)).isEqualTo(AlarmState.ALARM);
    assertThat(verdict(rule, p99, new Statistic("p90"), 99)).isEqualTo(AlarmState.OK);
    assertThat(verdict(rule, p99, new Statistic("p90"), 100)).isEqualTo(AlarmState.ALARM);
    assertThat(verdict(rule, p99, new Statistic("p10"), 99)).isEqualTo(AlarmState.OK);
    assertThat(verdict(rule, p99, new Statistic("p10"), 100)).isEqualTo(AlarmState.ALARM);
  }

  private static AlarmState verdict(Rule rule, Series series, Statistic statistic, double count) {
    Series counts = Series.of(START, Duration.ofMinutes(1), count);
    return Evaluator.evaluate(rule, series, SampleCounts.of(counts, statistic), AlarmState.OK)
        .state();
  }

  private static AlarmDefinition alarm(String name) {
    return Alarms.sample(name);
  }

  private static MetricStat stat(AlarmDefinition alarm) {
    return alarm.bound("local", "Runwatch").metric().orElseThrow();
  }

  private static History history(String alarm, IntToDoubleFunction value) {
    History history = new History(START, at(60), Duration.ofMinutes(1));
    for (int minute = 0; minute < 60; minute++) {
      double point = value.applyAsDouble(minute);
      if (!Double.isNaN(point)) {
        history.add(stat(alarm(alarm)), at(minute), point);
      }
    }
    return history;
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
