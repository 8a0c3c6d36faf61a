/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.evaluation.Verdict;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.cli.account.AwsErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Evaluates alarms for LocalStack and sets their states there, so that their actions run.
 * LocalStack itself evaluates no alarm with metric math or on a percentile.
 */
final class Driver {

  private final CloudWatchClient client;
  private final MetricData data;
  private final String prefix;
  private final boolean all;

  /**
   * @param client of the endpoint that has the alarms
   * @param prefix how the names of the alarms begin
   * @param all whether to drive alarms without metric math, too
   */
  Driver(CloudWatchClient client, String prefix, boolean all) {
    this.client = client;
    this.data = new MetricData(client);
    this.prefix = prefix;
    this.all = all;
  }

  /** What a round saw. */
  record Round(int driven, int changed, List<String> skipped) {}

  /**
   * Evaluates every alarm once.
   *
   * @param changes receives a line for each change of state
   */
  Round round(Instant now, Consumer<String> changes) {
    int driven = 0;
    int changed = 0;
    List<String> skipped = new ArrayList<>();
    for (MetricAlarm alarm : alarms()) {
      try {
        changed += drive(alarm, now, changes) ? 1 : 0;
        driven++;
      } catch (IllegalArgumentException | MathException e) {
        skipped.add(alarm.alarmName() + ": " + e.getMessage());
      } catch (SdkException e) {
        skipped.add(alarm.alarmName() + ": its data or state: " + AwsErrors.reason(e));
      } catch (RuntimeException e) {
        // An alarm of a kind that is new to CloudWatch must not end the round for the others.
        skipped.add(alarm.alarmName() + ": it cannot be evaluated: " + e);
      }
    }
    return new Round(driven, changed, skipped);
  }

  private List<MetricAlarm> alarms() {
    return client
        .describeAlarmsPaginator(
            request -> {
              request.alarmTypes(AlarmType.METRIC_ALARM);
              if (!prefix.isEmpty()) {
                request.alarmNamePrefix(prefix);
              }
            })
        .metricAlarms()
        .stream()
        .filter(alarm -> all || alarm.hasMetrics() || alarm.extendedStatistic() != null)
        .toList();
  }

  private boolean drive(MetricAlarm alarm, Instant now, Consumer<String> changes) {
    AlarmDefinition definition = DescribedAlarm.definition(alarm);
    long cadence = AlarmMonitor.cadence(definition).toMillis();
    Instant to = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), cadence) * cadence);
    AlarmState before = AlarmState.valueOf(alarm.stateValueAsString());
    AlarmQuery watch = new AlarmQuery(definition);
    Series range = watch.range(source(), to, Evaluator.DEFAULT_EXTRA);
    Verdict verdict =
        Evaluator.evaluate(definition.rule(), range, watch.samples(source(), range), before);
    if (verdict.state() == before) {
      return false;
    }
    client.setAlarmState(
        request ->
            request
                .alarmName(alarm.alarmName())
                .stateValue(StateValue.fromValue(verdict.state().name()))
                .stateReason(verdict.reason()));
    changes.accept(
        to
            + " "
            + alarm.alarmName()
            + " "
            + before
            + " -> "
            + verdict.state()
            + ": "
            + verdict.reason());
    return true;
  }

  /** Reads in short periods, so that a window of 15 minutes slides by the minute. */
  private SeriesSource source() {
    return (MetricStat stat, Instant from, Instant to) -> {
      Duration unit = History.unit(stat);
      return data.read(List.of(stat), from, to, unit, (done, of, points) -> {})
          .read(stat, from, to);
    };
  }
}
