/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.Numbers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads one definition: CloudFormation's properties, and Severity, Summary, Runbook. */
final class DefinitionReader {

  private static final String DYNAMO_DB = "AWS/DynamoDB";

  private static final String COMPOSITE = "composite alarms are not supported";

  private final String name;
  private final MappingReader fields;
  private final boolean own;
  private final MetricsReader metrics;

  private DefinitionReader(String name, MappingReader fields, boolean own) {
    this.name = name;
    this.fields = fields;
    this.own = own;
    this.metrics = new MetricsReader(fields, own);
  }

  /** A definition of ours, which must agree with the catalogue and have its runbook. */
  static Optional<AlarmDefinition> own(String name, Node node, Path directory, Faults faults) {
    Optional<MappingReader> fields = MappingReader.of(node, "", faults);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    DefinitionReader reader = new DefinitionReader(name, fields.get(), /* own= */ true);
    Optional<AlarmDefinition> definition = reader.read();
    definition.ifPresent(
        found -> CatalogueChecks.check(found, fields.get(), reader.metrics, directory));
    return definition;
  }

  /** A definition of any alarm; also as a whole resource with {@code Type} and Properties. */
  static Optional<AlarmDefinition> any(String name, Node node, Faults faults) {
    Optional<MappingReader> fields = MappingReader.of(node, "", faults);
    if (fields.isPresent() && fields.get().has("Properties")) {
      MappingReader resource = fields.get();
      if (resource.text("Type").orElse("").equals("AWS::CloudWatch::CompositeAlarm")) {
        resource.fault("Type", COMPOSITE, "define an alarm on metrics instead");
        return Optional.empty();
      }
      resource.oneOf("Type", List.of("AWS::CloudWatch::Alarm"), type -> type);
      resource.refuseOthers();
      fields = resource.fields("Properties");
    }
    return fields.flatMap(f -> new DefinitionReader(name, f, /* own= */ false).read());
  }

  private Optional<AlarmDefinition> read() {
    if (fields.has("AlarmRule")) {
      fields.fault("AlarmRule", COMPOSITE, "define an alarm on metrics instead");
      return Optional.empty();
    }
    DefinitionDraft draft = new DefinitionDraft(own);
    for (AlarmProperty property : AlarmProperties.all()) {
      if (!property.read(fields, draft)) {
        return Optional.empty();
      }
    }
    AlarmDefinitionBuilder builder =
        AlarmDefinition.builder(own || draft.alarmName == null ? name : draft.alarmName);
    boolean watches = watched(builder);
    Rule rule = rule(draft);
    builder
        .thresholds(thresholds(rule))
        .warmUp(draft.warmUp)
        .summary(fields.text("Summary").orElse(""))
        .runbook(fields.text("Runbook").orElse(""))
        .owner(fields.text("Owner").orElse(""))
        .alarmDescription(draft.description)
        .actions(actions(draft))
        .tags(draft.tags);
    fields
        .oneOf("Severity", List.of(Severity.values()), Severity::word)
        .ifPresent(builder::severity);
    if (own) {
      fields.require("Severity", "write  Severity: critical, high or medium");
      fields.require("Summary", "write one sentence on what it means to users");
      fields.require("Runbook", "write  Runbook: runbooks/" + name + ".md");
    }
    fields.refuseOthers();
    if (!watches || rule == null || !fields.faults().none()) {
      return Optional.empty();
    }
    AlarmDefinition read = builder.rule(rule).build();
    AlarmDefinition definition = read.toBuilder().rule(ofNamespace(rule, read)).build();
    checkLimits(definition);
    return fields.faults().none() ? Optional.of(definition) : Optional.empty();
  }

  /**
   * Reads what the alarm watches into the builder; false, with faults, where it watches nothing.
   */
  private boolean watched(AlarmDefinitionBuilder builder) {
    if (fields.has("Metrics")) {
      List<MetricQuery> queries = metrics.list();
      builder.metrics(queries);
      return !queries.isEmpty();
    }
    Optional<MetricStat> stat = metrics.plain();
    stat.ifPresent(builder::metric);
    return stat.isPresent();
  }

  private @Nullable Rule rule(DefinitionDraft draft) {
    OptionalInt n = draft.evaluationPeriods;
    OptionalInt m = draft.datapointsToAlarm;
    if (n.isPresent() && m.isPresent() && m.getAsInt() > n.getAsInt()) {
      fields.fault(
          "DatapointsToAlarm",
          m.getAsInt() + " data points are more than the " + n.getAsInt() + " periods",
          "write at most " + n.getAsInt());
      return null;
    }
    if (n.isEmpty() || draft.threshold.isEmpty() || draft.operator == null) {
      return null;
    }
    return new Rule(
        n.getAsInt(),
        m.orElse(n.getAsInt()),
        draft.threshold.getAsDouble(),
        draft.operator,
        draft.treatMissingData,
        draft.evaluateLowSamples,
        /* namesDatapoints= */ own || m.isPresent());
  }

  /** Alarms on DynamoDB ignore missing data where the definition does not say what to do. */
  private Rule ofNamespace(Rule rule, AlarmDefinition definition) {
    boolean dynamo =
        definition.stats().values().stream().anyMatch(stat -> stat.namespace().equals(DYNAMO_DB));
    return dynamo && !fields.has("TreatMissingData") ? rule.ignoringMissingData() : rule;
  }

  private Actions actions(DefinitionDraft draft) {
    return draft.actionsDeclared
        ? new Actions(/* declared= */ true, draft.actionsEnabled, draft.actsOn)
        : Actions.ofTheStack(!fields.has("Metrics")).enabled(draft.actionsEnabled);
  }

  private ThresholdRange thresholds(@Nullable Rule rule) {
    Optional<MappingReader> range = fields.fields("ThresholdRange");
    if (range.isEmpty()) {
      return ThresholdRange.ANY;
    }
    MappingReader in = range.get();
    OptionalDouble least = in.number("Least");
    OptionalDouble most = in.number("Most");
    in.refuseOthers();
    double from = least.orElse(-Double.MAX_VALUE);
    double to = most.orElse(Double.MAX_VALUE);
    if (from > to) {
      in.fault("Most", "it is below Least", "write a greater one");
      return ThresholdRange.ANY;
    }
    ThresholdRange thresholds = new ThresholdRange(from, to);
    if (rule != null && !thresholds.contains(rule.threshold())) {
      fields.fault(
          "Threshold",
          Numbers.format(rule.threshold()) + " is outside of ThresholdRange",
          "write one " + thresholds.sentence());
    }
    return thresholds;
  }

  private void checkLimits(AlarmDefinition definition) {
    long seconds = definition.period().toSeconds() * definition.rule().evaluationPeriods();
    long day = Duration.ofDays(1).toSeconds();
    long most = definition.period().toSeconds() >= 3_600 ? 7 * day : day;
    if (seconds > most) {
      fields.fault(
          "EvaluationPeriods",
          definition.rule().evaluationPeriods()
              + " periods of "
              + definition.period().toSeconds()
              + " s are more than "
              + (most == day ? "a day" : "seven days"),
          "evaluate fewer or shorter periods");
    }
    int length = definition.description().length();
    if (length > AlarmDefinition.MAX_DESCRIPTION) {
      fields.fault(
          fields.has("AlarmDescription") ? "AlarmDescription" : "Summary",
          "the description has " + length + " characters",
          "shorten it to " + AlarmDefinition.MAX_DESCRIPTION);
    }
  }
}
