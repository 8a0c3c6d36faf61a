/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.math.Fold;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.dashboards.body.ExpressionLine;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricWidget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The expressions of a widget: their syntax, their functions and what they refer to. */
final class ExpressionRules {

  /** Source: "Metric math syntax and functions" of the CloudWatch user guide. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "ABS",
          "ANOMALY_DETECTION_BAND",
          "AVG",
          "CEIL",
          "DATAPOINT_COUNT",
          "DATE",
          "DAY",
          "DB_PERF_INSIGHTS",
          "DIFF",
          "DIFF_TIME",
          "EPOCH",
          "FILL",
          "FIRST",
          "FLOOR",
          "HOUR",
          "IF",
          "INSIGHT_RULE_METRIC",
          "LAMBDA",
          "LAST",
          "LOG",
          "LOG10",
          "MAX",
          "METRIC_COUNT",
          "METRICS",
          "MIN",
          "MINUTE",
          "MONTH",
          "PERIOD",
          "RATE",
          "REMOVE_EMPTY",
          "RUNNING_SUM",
          "SEARCH",
          "SERVICE_QUOTA",
          "SLICE",
          "SORT",
          "STDDEV",
          "SUM",
          "TIME_SERIES",
          "YEAR");

  private final MetricWidget widget;
  private final Map<String, Line> byId = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  ExpressionRules(MetricWidget widget) {
    this.widget = widget;
    for (Line line : widget.lines()) {
      String id = line.options().id();
      if (id != null) {
        byId.putIfAbsent(id, line);
      }
    }
  }

  List<Fault> faults() {
    Map<ExpressionLine, MathExpression> parsed = new LinkedHashMap<>();
    for (Line line : widget.lines()) {
      if (line instanceof ExpressionLine expression && !expression.isQuery()) {
        MathExpression math = parse(expression);
        if (math != null) {
          parsed.put(expression, math);
          functions(expression, math);
          references(expression, math);
        }
      }
    }
    parsed.forEach(
        (line, math) -> {
          String id = line.options().id();
          if (id != null && reaches(id, id, new HashSet<>())) {
            fault(line, "refers to itself; let it refer to other entries");
          }
        });
    return faults;
  }

  private @Nullable MathExpression parse(ExpressionLine line) {
    if (line.expression().isEmpty()) {
      return null;
    }
    try {
      return MathExpression.parse(line.expression());
    } catch (MathException e) {
      fault(line, e.getMessage() + "; correct the expression");
      return null;
    }
  }

  private void functions(ExpressionLine line, MathExpression math) {
    for (String function : math.fold(new Calls())) {
      if (!FUNCTIONS.contains(function)) {
        fault(
            line,
            function
                + " is not a function"
                + Suggestions.nearest(function, FUNCTIONS)
                    .map(it -> "; did you mean " + it + "?")
                    .orElse("; the CloudWatch user guide lists them"));
      }
    }
  }

  private void references(ExpressionLine line, MathExpression math) {
    for (String id : math.ids()) {
      if (!byId.containsKey(id)) {
        fault(
            line,
            "'"
                + id
                + "' is the id of no entry of this widget"
                + Suggestions.nearest(id, byId.keySet())
                    .map(it -> "; did you mean " + it + "?")
                    .orElse("; give the entry that is meant this id"));
      }
    }
  }

  private boolean reaches(String from, String wanted, Set<String> seen) {
    if (!seen.add(from) || !(byId.get(from) instanceof ExpressionLine line)) {
      return false;
    }
    try {
      Set<String> ids = MathExpression.parse(line.expression()).ids();
      return ids.contains(wanted) || ids.stream().anyMatch(id -> reaches(id, wanted, seen));
    } catch (MathException e) {
      return false;
    }
  }

  private void fault(ExpressionLine line, String message) {
    faults.add(new Fault(BodyRules.inner(line.place(), "/0/expression"), message));
  }

  /** The functions that an expression calls. */
  private static final class Calls implements Fold<Set<String>> {

    @Override
    public Set<String> number(double value) {
      return Set.of();
    }

    @Override
    public Set<String> id(String name) {
      return Set.of();
    }

    @Override
    public Set<String> word(String text) {
      return Set.of();
    }

    @Override
    public Set<String> array(List<Set<String>> items) {
      Set<String> all = new LinkedHashSet<>();
      items.forEach(all::addAll);
      return all;
    }

    @Override
    public Set<String> negation(Set<String> operand) {
      return operand;
    }

    @Override
    public Set<String> binary(String symbol, Set<String> left, Set<String> right) {
      return array(List.of(left, right));
    }

    @Override
    public Set<String> call(String function, List<Set<String>> arguments) {
      Set<String> all = new LinkedHashSet<>(Set.of(function));
      arguments.forEach(all::addAll);
      return all;
    }
  }
}
