/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static dev.runwatch.alarms.definition.AlarmProperty.carried;
import static dev.runwatch.alarms.definition.AlarmProperty.refused;

import dev.runwatch.alarms.yaml.MappingReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The table of the properties of {@code AWS::CloudWatch::Alarm}. Reading a definition, writing a
 * template, reading a deployed alarm back and comparing it all go through these rows, so that what
 * is tested is what is deployed. A property that is not in the table is not a known field.
 *
 * <p>Sources: the CloudFormation reference of the resource type, and "PutMetricAlarm" of the
 * CloudWatch API reference for limits and defaults.
 */
public final class AlarmProperties {

  private static final int MAX_PERIODS = 10_080;
  private static final int MAX_ACTIONS = 5;
  private static final int MAX_WARM_UP_MINUTES = 2_880;
  private static final String WARM_UP_MINUTES = "WarmUpPeriodDurationInMinutes";
  private static final String WARM_UP_ONLY_AFTER = "OnlyStartEvaluatingAfterWarmUpPeriodEnds";
  private static final String PROMQL = "alarms on PromQL queries are not evaluated";
  private static final String ON_METRICS = "define an alarm on metrics instead";
  private static final String SEVERITY_CHOOSES = "remove it: Severity chooses the topic";

  private static final List<AlarmProperty> ALL =
      List.of(
          carried("ActionsEnabled")
              .read((in, key, draft) -> draft.actionsEnabled = in.bool(key).orElse(true))
              .write(alarm -> alarm.definition().actions().enabled())
              .whenAbsent(true)
              .build(),
          actions("AlarmActions", AlarmState.ALARM),
          carried("AlarmDescription")
              .read((in, key, draft) -> draft.description = in.text(key).orElse(null))
              .write(alarm -> alarm.description().isEmpty() ? null : alarm.description())
              .build(),
          carried("AlarmName")
              .setByStack(
                  "the stack names the alarm runwatch-ENVIRONMENT-FILE",
                  "remove it, and name the file as you want")
              .read((in, key, draft) -> draft.alarmName = in.text(key).orElse(null))
              .write(DeployedAlarm::name)
              .build(),
          carried("ComparisonOperator")
              .read(
                  (in, key, draft) -> {
                    in.require(key, "write  ComparisonOperator: LessThanThreshold");
                    List<ComparisonOperator> all = List.of(ComparisonOperator.values());
                    draft.operator = in.oneOf(key, all, ComparisonOperator::word).orElse(null);
                  })
              .write(alarm -> alarm.definition().rule().operator().word())
              .build(),
          carried("DatapointsToAlarm")
              .read((in, key, draft) -> draft.datapointsToAlarm = in.integer(key, 1, MAX_PERIODS))
              .write(alarm -> alarm.definition().rule().datapointsToAlarm())
              .whenAbsentAs(all -> all.get("EvaluationPeriods"))
              .build(),
          ofPlainMetric("Dimensions", MetricValues::dimensions),
          carried("EvaluateLowSampleCountPercentile")
              .read(
                  (in, key, draft) ->
                      draft.evaluateLowSamples =
                          in.oneOf(key, List.of("evaluate", "ignore"), word -> word)
                              .map(word -> word.equals("evaluate"))
                              .orElse(true))
              .write(alarm -> alarm.definition().rule().evaluateLowSamples() ? null : "ignore")
              .whenAbsent("evaluate")
              .build(),
          refused("EvaluationCriteria", PROMQL, ON_METRICS),
          refused("EvaluationInterval", PROMQL, ON_METRICS),
          carried("EvaluationPeriods")
              .read(
                  (in, key, draft) -> {
                    in.require(key, "write  EvaluationPeriods: 3");
                    draft.evaluationPeriods = in.integer(key, 1, MAX_PERIODS);
                  })
              .write(alarm -> alarm.definition().rule().evaluationPeriods())
              .build(),
          refused(
              "EvaluationWindow",
              "only windows that slide are evaluated",
              "remove it: sliding is the default"),
          ofPlainMetric(
              "ExtendedStatistic",
              stat -> stat.statistic().isExtended() ? stat.statistic().name() : null),
          actions("InsufficientDataActions", AlarmState.INSUFFICIENT_DATA),
          ofPlainMetric("MetricName", MetricStat::name),
          carried("Metrics")
              .write(
                  alarm ->
                      alarm.definition().plain()
                          ? null
                          : MetricValues.queries(alarm.definition().metrics()))
              .build(),
          ofPlainMetric("Namespace", MetricStat::namespace),
          actions("OKActions", AlarmState.OK),
          ofPlainMetric("Period", stat -> stat.period().toSeconds()),
          ofPlainMetric(
              "Statistic", stat -> stat.statistic().isExtended() ? null : stat.statistic().name()),
          // Other tags come from the command line of a deployment and from the organisation.
          carried("Tags")
              .read((in, key, draft) -> new TagsReader(in, key, draft).read())
              .write(
                  alarm -> alarm.tags().isEmpty() ? null : MetricValues.pairs("Key", alarm.tags()))
              .moreAllowed()
              .build(),
          carried("Threshold")
              .read(
                  (in, key, draft) -> {
                    in.require(key, "write  Threshold: and a number");
                    draft.threshold = in.number(key);
                  })
              .write(alarm -> alarm.definition().rule().threshold())
              .build(),
          refused(
              "ThresholdMetricId",
              "alarms on anomaly bands are not supported",
              "give a fixed Threshold"),
          carried("TreatMissingData")
              .read(
                  (in, key, draft) ->
                      draft.treatMissingData =
                          in.oneOf(key, List.of(TreatMissingData.values()), TreatMissingData::word)
                              .orElse(TreatMissingData.MISSING))
              .write(alarm -> alarm.definition().rule().treatMissingData().word())
              .whenAbsent(TreatMissingData.MISSING.word())
              .build(),
          ofPlainMetric("Unit", MetricStat::unit),
          carried("WarmUpConfiguration")
              .read((in, key, draft) -> draft.warmUp = readWarmUp(in, key))
              .write(alarm -> warmUp(alarm.definition().warmUp()))
              .build());

  private AlarmProperties() {}

  /** Every row, sorted by name. */
  public static List<AlarmProperty> all() {
    return ALL;
  }

  /** The row of a property, or empty where the table has none. */
  public static Optional<AlarmProperty> find(String name) {
    return ALL.stream().filter(property -> property.name().equals(name)).findFirst();
  }

  /**
   * Compares a deployed alarm with what it should be, both as properties by CloudFormation's names.
   *
   * @param expected such as of {@link DeployedAlarm#properties}
   * @param actual the properties that were found; others than those of the table do not matter
   * @param described whether the source of {@code actual} has a property; one that it does not have
   *     is not compared
   * @return every value that differs; empty when both mean the same to CloudWatch
   */
  public static List<PropertyDifference> differences(
      Map<String, ?> expected, Map<String, ?> actual, Predicate<String> described) {
    List<PropertyDifference> differences = new ArrayList<>();
    for (AlarmProperty property : ALL) {
      if (described.test(property.name())) {
        differences.addAll(property.compare(expected, actual));
      }
    }
    return differences;
  }

  private static AlarmProperty actions(String name, AlarmState state) {
    return carried(name)
        .setByStack("the stack chooses the actions of " + state, SEVERITY_CHOOSES)
        .read((in, key, draft) -> readActions(in, key, state, draft))
        .write(alarm -> alarm.actionsOn(state).isEmpty() ? null : alarm.actionsOn(state))
        .build();
  }

  private static void readActions(
      MappingReader in, String key, AlarmState state, DefinitionDraft draft) {
    draft.actionsDeclared |= in.has(key);
    int count = in.items(key).size();
    if (count > MAX_ACTIONS) {
      in.fault(key, "it has " + count + " actions", "give at most " + MAX_ACTIONS);
    }
    if (count > 0) {
      draft.actsOn.add(state);
    }
  }

  private static @Nullable WarmUp readWarmUp(MappingReader fields, String key) {
    Optional<MappingReader> warmUp = fields.fields(key);
    if (warmUp.isEmpty()) {
      return null;
    }
    MappingReader in = warmUp.get();
    in.require(WARM_UP_MINUTES, "write  WarmUpPeriodDurationInMinutes: 30");
    OptionalInt minutes = in.integer(WARM_UP_MINUTES, 1, MAX_WARM_UP_MINUTES);
    boolean onlyAfter = in.bool(WARM_UP_ONLY_AFTER).orElse(false);
    in.refuseOthers();
    return minutes.isPresent()
        ? new WarmUp(Duration.ofMinutes(minutes.getAsInt()), onlyAfter)
        : null;
  }

  private static @Nullable Object warmUp(@Nullable WarmUp warmUp) {
    if (warmUp == null) {
      return null;
    }
    Map<String, Object> value = new TreeMap<>();
    value.put(WARM_UP_MINUTES, warmUp.period().toMinutes());
    if (warmUp.onlyAfter()) {
      value.put(WARM_UP_ONLY_AFTER, true);
    }
    return value;
  }

  /** A property of an alarm on one metric; {@link MetricsReader} reads them together. */
  private static AlarmProperty ofPlainMetric(
      String name, Function<MetricStat, @Nullable Object> value) {
    return carried(name)
        .ofPlainMetric()
        .write(alarm -> alarm.definition().metric().map(value).orElse(null))
        .build();
  }
}
