/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.alarms.math.MathExpression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What an alarm watches, and when it breaches, in PromQL. */
final class WatchedExpression {

  private final AlarmDefinition alarm;
  private final Dialect dialect;
  private final Term value;

  /**
   * @param alarm bound to an environment
   * @param named gets the id and the expression of each metric and of each calculation of an alarm
   *     with metric math, and returns what later ones read it as
   * @throws UnsupportedExportException if PromQL cannot express it
   */
  WatchedExpression(AlarmDefinition alarm, Dialect dialect, BiFunction<String, Term, Term> named) {
    this.alarm = alarm;
    this.dialect = dialect;
    try {
      this.value =
          alarm.metrics().size() == 1 ? term(alarm.watched(), Map.of()) : calculated(named);
    } catch (UnsupportedExportException e) {
      throw new UnsupportedExportException("alarm " + alarm.name() + ": " + e.getMessage());
    }
  }

  private Term calculated(BiFunction<String, Term, Term> named) {
    Map<String, Term> known = new HashMap<>();
    List<MetricQuery> waiting = new ArrayList<>(alarm.metrics());
    Term result = Term.number(0);
    while (!waiting.isEmpty()) {
      MetricQuery next =
          waiting.stream()
              .filter(query -> known.keySet().containsAll(needs(query)))
              .findFirst()
              .orElseThrow(() -> new UnsupportedExportException("an expression names no metric"));
      waiting.remove(next);
      Term read = named.apply(next.id(), term(next, known));
      known.put(next.id(), read);
      if (next.returnData()) {
        result = read;
      }
    }
    return result;
  }

  private static Set<String> needs(MetricQuery query) {
    return query.expression() == null ? Set.of() : MathExpression.parse(query.expression()).ids();
  }

  private Term term(MetricQuery query, Map<String, Term> known) {
    MetricStat stat = query.stat();
    if (stat == null) {
      return MathExpression.parse(String.valueOf(query.expression())).fold(new PromQlFold(known));
    }
    return PromQlMetric.of(stat, alarm.minute(), dialect);
  }

  /** What is compared with the threshold, as an operand. */
  String value() {
    return value.asVector().operand();
  }

  /** Whether the value can be missing. */
  boolean canBeMissing() {
    return !value.total();
  }

  /**
   * Whether the breaching periods are counted. That is not needed where all of N must breach and a
   * period breaches at its end only. A maximum that is too large is so with its first sample.
   */
  boolean isCounted() {
    Rule rule = alarm.rule();
    String atOnce = rule.operator().symbol().startsWith(">") ? "Maximum" : "Minimum";
    return rule.datapointsToAlarm() < rule.evaluationPeriods()
        || (rule.evaluationPeriods() > 1
            && alarm.stats().values().stream()
                .anyMatch(stat -> stat.statistic().name().equals(atOnce)));
  }

  /** How long the expression has to hold: a range is the first of N periods already. */
  Duration holds() {
    return isCounted()
        ? Duration.ZERO
        : alarm.period().multipliedBy(alarm.rule().evaluationPeriods() - 1L);
  }

  /** Has a result while the newest data point breaches, or M of the last N do. */
  String breach() {
    Rule rule = alarm.rule();
    String breach = value() + " " + rule.operator().symbol() + " " + Numerals.of(rule.threshold());
    if (canBeMissing() && rule.treatMissingData() == TreatMissingData.BREACHING) {
      breach = "(" + breach + ") or (vector(0) unless " + value() + ")";
    }
    if (!isCounted()) {
      return breach;
    }
    Duration step = alarm.period();
    // A shorter range has one point less in a part of each minute; Prometheus 2 counts both ends.
    Duration range = step.multipliedBy(rule.evaluationPeriods()).minus(step.dividedBy(60));
    return "count_over_time(("
        + breach
        + ")["
        + PrometheusDuration.of(range)
        + ":"
        + PrometheusDuration.of(step)
        + "]) >= "
        + rule.datapointsToAlarm();
  }
}
