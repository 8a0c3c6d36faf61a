/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alarm as its file defines it, in CloudFormation's terms. Immutable.
 *
 * @param name the stem of its file, such as {@code coordinator-down}
 * @param severity how urgent it is
 * @param summary what it means to users, one sentence
 * @param runbook the path of its runbook below the alarms directory, or a URL
 * @param owner who keeps it, or empty
 * @param alarmDescription the {@code AlarmDescription} of the file, or null where it is composed
 * @param metrics what is watched: one entry for a plain alarm, or all entries of {@code Metrics}
 * @param plain whether the file names one metric rather than {@code Metrics}
 * @param rule when it is an alarm
 * @param thresholds the thresholds that make sense for what it watches
 * @param warmUp how it begins its life, or null for at once
 * @param actions on which states it acts
 * @param minute how long a minute is: 60 s, less or more when scaled. It is the cadence of
 *     evaluation for periods of a minute or longer
 */
public record AlarmDefinition(
    String name,
    Severity severity,
    String summary,
    String runbook,
    String owner,
    @Nullable String alarmDescription,
    List<MetricQuery> metrics,
    boolean plain,
    Rule rule,
    ThresholdRange thresholds,
    @Nullable WarmUp warmUp,
    Actions actions,
    Duration minute) {

  /** CloudWatch takes no longer description. */
  static final int MAX_DESCRIPTION = 1024;

  public AlarmDefinition {
    metrics = List.copyOf(metrics);
    if (metrics.stream().filter(MetricQuery::returnData).count() != 1) {
      throw new IllegalArgumentException(name + ": exactly one of the metrics is watched");
    }
  }

  /** What the alarm watches. */
  public MetricQuery watched() {
    for (MetricQuery query : metrics) {
      if (query.returnData()) {
        return query;
      }
    }
    throw new IllegalStateException(name + " watches nothing");
  }

  /** The metric of a plain alarm, or empty for one with {@code Metrics}. */
  public Optional<MetricStat> metric() {
    return plain ? watched().metric() : Optional.empty();
  }

  /** Every metric that is read, by its id; {@code m1} for a plain alarm's. */
  public Map<String, MetricStat> stats() {
    Map<String, MetricStat> stats = new TreeMap<>();
    for (MetricQuery query : metrics) {
      query.metric().ifPresent(stat -> stats.put(query.id(), stat));
    }
    return stats;
  }

  /** The length of a data point's period. */
  public Duration period() {
    for (MetricQuery query : metrics) {
      if (query.stat() != null) {
        return query.stat().period();
      }
    }
    throw new IllegalStateException(name + " reads no metric");
  }

  public int evaluationPeriods() {
    return rule.evaluationPeriods();
  }

  public int datapointsToAlarm() {
    return rule.datapointsToAlarm();
  }

  public double threshold() {
    return rule.threshold();
  }

  public ComparisonOperator comparisonOperator() {
    return rule.operator();
  }

  public TreatMissingData treatMissingData() {
    return rule.treatMissingData();
  }

  /** How it begins its life, or empty for at once. */
  public Optional<WarmUp> warmUpConfiguration() {
    return Optional.ofNullable(warmUp);
  }

  /** The name in CloudWatch, such as {@code runwatch-prod-coordinator-down}. */
  public String cloudWatchName(String environment) {
    return "runwatch-" + environment + "-" + name;
  }

  /** What people read in the mail, the runbook as the file has it. */
  public String description() {
    return description("");
  }

  /**
   * What people read in the mail: what it means to users, how urgent it is, whose it is, and where
   * the runbook is.
   *
   * @param runbookBase what goes before a runbook's path, such as {@code
   *     https://git.example.org/runwatch/blob/main/alarms/}; may be empty
   */
  public String description(String runbookBase) {
    if (alarmDescription != null) {
      return alarmDescription;
    }
    boolean url = runbook.startsWith("https://");
    return summary
        + " Severity: "
        + severity.word()
        + (owner.isEmpty() ? "" : ". Owner: " + owner)
        + ". Runbook: "
        + (url ? "" : runbookBase)
        + runbook;
  }

  /**
   * The same alarm in a shorter or longer time.
   *
   * @param newMinute how long a minute is to be
   * @return periods and warm-up multiplied by {@code newMinute} / 60 s
   */
  public AlarmDefinition scaledTo(Duration newMinute) {
    WarmUp scaled =
        warmUp == null ? null : new WarmUp(scale(warmUp.period(), newMinute), warmUp.onlyAfter());
    return new AlarmDefinition(
        name,
        severity,
        summary,
        runbook,
        owner,
        alarmDescription,
        metrics.stream()
            .map(
                query ->
                    query
                        .metric()
                        .map(s -> query.withStat(s.withPeriod(scale(s.period(), newMinute))))
                        .orElse(query))
            .toList(),
        plain,
        rule,
        thresholds,
        scaled,
        actions,
        newMinute);
  }

  /** The same alarm with the tokens of its file replaced. */
  public AlarmDefinition bound(String environment, String namespace) {
    return withMetrics(
        metrics.stream()
            .map(
                query ->
                    query
                        .metric()
                        .map(stat -> query.withStat(stat.bound(environment, namespace)))
                        .orElse(query))
            .toList());
  }

  /** The same alarm with another threshold. */
  public AlarmDefinition withThreshold(double threshold) {
    return with(rule.withThreshold(threshold));
  }

  /** The same alarm by another rule. */
  public AlarmDefinition with(Rule newRule) {
    return new AlarmDefinition(
        name,
        severity,
        summary,
        runbook,
        owner,
        alarmDescription,
        metrics,
        plain,
        newRule,
        thresholds,
        warmUp,
        actions,
        minute);
  }

  /** The same alarm without a warm-up, as one that has been there for long. */
  public AlarmDefinition withoutWarmUp() {
    return withWarmUp(null);
  }

  /** The same alarm in periods of another length. */
  public AlarmDefinition withPeriod(Duration period) {
    return withMetrics(
        metrics.stream()
            .map(
                query ->
                    query.metric().map(s -> query.withStat(s.withPeriod(period))).orElse(query))
            .toList());
  }

  public AlarmDefinition withWarmUp(@Nullable WarmUp newWarmUp) {
    return new AlarmDefinition(
        name,
        severity,
        summary,
        runbook,
        owner,
        alarmDescription,
        metrics,
        plain,
        rule,
        thresholds,
        newWarmUp,
        actions,
        minute);
  }

  private AlarmDefinition withMetrics(List<MetricQuery> newMetrics) {
    return new AlarmDefinition(
        name,
        severity,
        summary,
        runbook,
        owner,
        alarmDescription,
        newMetrics,
        plain,
        rule,
        thresholds,
        warmUp,
        actions,
        minute);
  }

  private Duration scale(Duration duration, Duration newMinute) {
    return Duration.ofNanos(
        Math.round((double) duration.toNanos() * newMinute.toNanos() / minute.toNanos()));
  }
}
