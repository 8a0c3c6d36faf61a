/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.math.Fold;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.dashboards.body.ExpressionLine;
import dev.runwatch.dashboards.body.Line;
import dev.runwatch.dashboards.body.MetricLine;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a line draws or an alarm watches, written with metrics in place of ids: two texts are equal
 * when the quantities are.
 */
final class Quantity implements Fold<String> {

  private static final int MAX_DEPTH = 20;

  private final Map<String, String> metrics = new HashMap<>();
  private final Map<String, String> expressions = new HashMap<>();
  private int depth;

  private Quantity() {}

  /** What the alarm compares with its threshold. */
  static String watchedBy(AlarmDefinition alarm) {
    Quantity quantity = new Quantity();
    for (MetricQuery query : alarm.metrics()) {
      MetricStat stat = query.stat();
      if (stat != null) {
        quantity.metrics.put(
            query.id(),
            metric(
                stat.name(),
                stat.dimensions(),
                stat.statistic().name(),
                minutes(stat.period(), alarm.minute())));
      } else {
        quantity.expressions.put(query.id(), String.valueOf(query.expression()));
      }
    }
    return quantity.id(alarm.watched().id());
  }

  /** What a line of a widget draws. */
  static String of(Line line, List<Line> lines) {
    Quantity quantity = new Quantity();
    for (Line other : lines) {
      String id = other.options().id();
      if (id != null && other instanceof MetricLine metric) {
        quantity.metrics.put(id, metric(metric));
      } else if (id != null && other instanceof ExpressionLine expression) {
        quantity.expressions.put(id, expression.expression());
      }
    }
    return line instanceof MetricLine metric
        ? metric(metric)
        : quantity.expression(((ExpressionLine) line).expression());
  }

  private static String metric(MetricLine line) {
    return metric(
        line.name(),
        line.dimensions(),
        line.statistic(),
        minutes(line.period(), Duration.ofMinutes(1)));
  }

  /** Without namespace and environment, which are the deployment's. */
  private static String metric(
      String name, Map<String, String> dimensions, String statistic, double minutes) {
    Map<String, String> sorted = new TreeMap<>(dimensions);
    sorted.replace(MetricCatalogue.ENVIRONMENT, Tokens.ENVIRONMENT);
    return statistic + " of " + name + " " + sorted + " in " + minutes + " min";
  }

  private static double minutes(Duration period, Duration minute) {
    return (double) period.toNanos() / minute.toNanos();
  }

  private String expression(String text) {
    if (++depth > MAX_DEPTH) {
      return text;
    }
    try {
      return MathExpression.parse(text).fold(this);
    } catch (MathException e) {
      return text;
    } finally {
      depth--;
    }
  }

  @Override
  public String number(double value) {
    return Double.toString(value);
  }

  @Override
  public String id(String name) {
    String expression = expressions.get(name);
    return expression == null ? metrics.getOrDefault(name, name) : expression(expression);
  }

  @Override
  public String word(String text) {
    return text;
  }

  @Override
  public String array(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }

  @Override
  public String negation(String operand) {
    return "(-" + operand + ")";
  }

  @Override
  public String binary(String symbol, String left, String right) {
    return "(" + left + " " + symbol + " " + right + ")";
  }

  @Override
  public String call(String function, List<String> arguments) {
    return function + "(" + String.join(", ", arguments) + ")";
  }
}
