/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AlarmDefinition}. A metric and a rule are required. Not thread-safe. */
public final class AlarmDefinitionBuilder {

  private final String name;
  private Severity severity = Severity.MEDIUM;
  private String summary = "";
  private String runbook = "";
  private String owner = "";
  private @Nullable String alarmDescription;
  private List<MetricQuery> metrics = List.of();
  private boolean plain;
  private @Nullable Rule rule;
  private ThresholdRange thresholds = ThresholdRange.ANY;
  private @Nullable WarmUp warmUp;
  private @Nullable Actions actions;
  private Map<String, String> tags = Map.of();
  private Duration minute = Duration.ofMinutes(1);
  private boolean optional;

  AlarmDefinitionBuilder(String name) {
    this.name = name;
  }

  AlarmDefinitionBuilder(AlarmDefinition from) {
    this.name = from.name();
    this.severity = from.severity();
    this.summary = from.summary();
    this.runbook = from.runbook();
    this.owner = from.owner();
    this.alarmDescription = from.alarmDescription();
    this.metrics = from.metrics();
    this.plain = from.plain();
    this.rule = from.rule();
    this.thresholds = from.thresholds();
    this.warmUp = from.warmUp();
    this.actions = from.actions();
    this.tags = from.tags();
    this.minute = from.minute();
    this.optional = from.optional();
  }

  /** How urgent it is; medium by default. */
  public AlarmDefinitionBuilder severity(Severity newSeverity) {
    severity = newSeverity;
    return this;
  }

  /** What it means to users, one sentence; empty by default. */
  public AlarmDefinitionBuilder summary(String newSummary) {
    summary = newSummary;
    return this;
  }

  /** The path of its runbook below the alarms directory, or a URL; empty by default. */
  public AlarmDefinitionBuilder runbook(String newRunbook) {
    runbook = newRunbook;
    return this;
  }

  /** The team that keeps it; empty by default. */
  public AlarmDefinitionBuilder owner(String newOwner) {
    owner = newOwner;
    return this;
  }

  /** The {@code AlarmDescription}, or null, the default, to compose one. */
  public AlarmDefinitionBuilder alarmDescription(@Nullable String newDescription) {
    alarmDescription = newDescription;
    return this;
  }

  /** Makes it a plain alarm on one metric. */
  public AlarmDefinitionBuilder metric(MetricStat stat) {
    metrics = List.of(MetricQuery.ofMetric(AlarmDefinition.PLAIN_ID, stat));
    plain = true;
    return this;
  }

  /** Makes it an alarm with {@code Metrics}; exactly one entry must return data. */
  public AlarmDefinitionBuilder metrics(List<MetricQuery> queries) {
    metrics = List.copyOf(queries);
    plain = false;
    return this;
  }

  /** Replaces every metric that is read by what the operator makes of it. */
  public AlarmDefinitionBuilder eachStat(UnaryOperator<MetricStat> operator) {
    metrics = metrics.stream().map(query -> query.withStat(operator)).toList();
    return this;
  }

  /** When data points make an alarm. */
  public AlarmDefinitionBuilder rule(Rule newRule) {
    rule = newRule;
    return this;
  }

  /** The thresholds that make sense; any by default. */
  public AlarmDefinitionBuilder thresholds(ThresholdRange newThresholds) {
    thresholds = newThresholds;
    return this;
  }

  /** The warm-up, or null, the default, for none. */
  public AlarmDefinitionBuilder warmUp(@Nullable WarmUp newWarmUp) {
    warmUp = newWarmUp;
    return this;
  }

  /** What it does when its state changes; what the stack makes it do by default. */
  public AlarmDefinitionBuilder actions(Actions newActions) {
    actions = newActions;
    return this;
  }

  /** Its tags by key; none by default. */
  public AlarmDefinitionBuilder tags(Map<String, String> newTags) {
    tags = Map.copyOf(newTags);
    return this;
  }

  /** The length of a minute; 60 s by default. */
  public AlarmDefinitionBuilder minute(Duration newMinute) {
    minute = newMinute;
    return this;
  }

  /** Whether it is deployed only where an environment switches it on; it is not by default. */
  public AlarmDefinitionBuilder optional(boolean newOptional) {
    optional = newOptional;
    return this;
  }

  /**
   * The definition.
   *
   * @throws IllegalStateException if it has no rule
   * @throws IllegalArgumentException if it reads no metric, or not exactly one entry returns data
   */
  public AlarmDefinition build() {
    if (rule == null) {
      throw new IllegalStateException(name + ": it has no rule");
    }
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
        warmUp,
        actions == null ? Actions.ofTheStack(plain) : actions,
        tags,
        minute,
        optional);
  }
}
