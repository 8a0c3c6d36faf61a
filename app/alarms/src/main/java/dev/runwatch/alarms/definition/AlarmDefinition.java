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
 * One alarm as its file defines it, in CloudFormation's terms. Immutable. {@link #builder} and
 * {@link #toBuilder} make one.
 *
 * @param name the stem of its file, such as {@code coordinator-down}
 * @param severity how urgent it is
 * @param summary what it means to users, one sentence; may be empty
 * @param runbook the path of its runbook below the alarms directory, or a URL; may be empty
 * @param owner the team that keeps it, or empty
 * @param alarmDescription the {@code AlarmDescription} of the file, or null where {@link
 *     #description} composes one
 * @param metrics one entry for a plain alarm, or all entries of {@code Metrics}; exactly one of
 *     them returns data
 * @param plain whether the file names one metric rather than {@code Metrics}
 * @param rule when data points make an alarm
 * @param thresholds the thresholds that make sense for what it watches
 * @param warmUp the time after its creation without evaluation, or null for none
 * @param actions what it does when its state changes
 * @param tags the tags that the file gives it, by key
 * @param minute the length of a minute: 60 s, less or more when scaled. An alarm with periods of a
 *     minute or longer is evaluated once a minute
 * @param optional whether it is deployed only where an environment switches it on
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
    Map<String, String> tags,
    Duration minute,
    boolean optional) {

  /** The id of a plain alarm's metric. */
  public static final String PLAIN_ID = "m1";

  /** The longest description that CloudWatch accepts, in characters. */
  static final int MAX_DESCRIPTION = 1024;

  /**
   * @throws IllegalArgumentException if not exactly one of the metrics returns data, or none is
   *     read
   */
  public AlarmDefinition {
    metrics = List.copyOf(metrics);
    tags = Map.copyOf(tags);
    if (metrics.stream().filter(MetricQuery::returnData).count() != 1) {
      throw new IllegalArgumentException(name + ": exactly one of its metrics must return data");
    }
    if (metrics.stream().allMatch(query -> query.stat() == null)) {
      throw new IllegalArgumentException(name + ": it reads no metric");
    }
  }

  /** A builder of an alarm of that name: medium, without a warm-up, with the stack's actions. */
  public static AlarmDefinitionBuilder builder(String name) {
    return new AlarmDefinitionBuilder(name);
  }

  /** A builder that begins as a copy of this alarm. */
  public AlarmDefinitionBuilder toBuilder() {
    return new AlarmDefinitionBuilder(this);
  }

  /** The entry that the alarm compares with its threshold. */
  public MetricQuery watched() {
    return metrics.stream().filter(MetricQuery::returnData).findFirst().orElseThrow();
  }

  /** The metric of a plain alarm, or empty for one with {@code Metrics}. */
  public Optional<MetricStat> metric() {
    return plain ? Optional.ofNullable(watched().stat()) : Optional.empty();
  }

  /** Every metric that is read, by its id; {@value #PLAIN_ID} for a plain alarm's. */
  public Map<String, MetricStat> stats() {
    Map<String, MetricStat> stats = new TreeMap<>();
    for (MetricQuery query : metrics) {
      if (query.stat() != null) {
        stats.put(query.id(), query.stat());
      }
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
    throw new IllegalStateException(name + ": it reads no metric");
  }

  /**
   * The severity that is notified when the alarm enters a state. With the stack's actions
   * INSUFFICIENT_DATA is medium: it says that the alarm is blind, not that users are hurt.
   */
  public Severity severityOn(AlarmState state) {
    return state == AlarmState.INSUFFICIENT_DATA && !actions.declared()
        ? Severity.MEDIUM
        : severity;
  }

  /** The name in CloudWatch, such as {@code runwatch-prod-coordinator-down}. */
  public String cloudWatchName(String environment) {
    return "runwatch-" + environment + "-" + name;
  }

  /** The text of the mail, with the runbook as the file has it. */
  public String description() {
    return description("");
  }

  /**
   * The text of the mail: what the alarm means to users, its severity, its owner and its runbook.
   * An {@code AlarmDescription} of the file replaces all of it.
   *
   * @param runbookBase precedes a runbook's path, such as {@code
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
   * @param newMinute the new length of a minute, positive
   * @return periods and warm-up multiplied by {@code newMinute} / {@link #minute}
   */
  public AlarmDefinition scaledTo(Duration newMinute) {
    AlarmDefinitionBuilder scaled =
        toBuilder()
            .minute(newMinute)
            .eachStat(stat -> stat.withPeriod(scale(stat.period(), newMinute)));
    if (warmUp != null) {
      scaled.warmUp(new WarmUp(scale(warmUp.period(), newMinute), warmUp.onlyAfter()));
    }
    return scaled.build();
  }

  /** The same alarm with the tokens of its file replaced. */
  public AlarmDefinition bound(String environment, String namespace) {
    return toBuilder().eachStat(stat -> stat.bound(environment, namespace)).build();
  }

  /** The same alarm with another threshold. */
  public AlarmDefinition withThreshold(double threshold) {
    return toBuilder().rule(rule.withThreshold(threshold)).build();
  }

  /** The same alarm without a warm-up, as one whose warm-up has ended. */
  public AlarmDefinition withoutWarmUp() {
    return toBuilder().warmUp(null).build();
  }

  private Duration scale(Duration duration, Duration newMinute) {
    return Duration.ofNanos(
        Math.round((double) duration.toNanos() * newMinute.toNanos() / minute.toNanos()));
  }
}
