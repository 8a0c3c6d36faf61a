/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import dev.runwatch.alarms.yaml.Suggestions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions by name. They take unevaluated arguments, since some are words or quoted texts. */
final class Functions {

  /** The implementation of a function. */
  @FunctionalInterface
  interface Body {
    Value apply(Evaluation evaluation, List<Node> arguments);
  }

  private record Function(String name, int least, int most, Body body) {}

  private static final Map<String, Function> ALL = new HashMap<>();

  /** Functions of CloudWatch that are not supported, and why. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "SEARCH", "an alarm watches one time series; name the metrics",
          "ANOMALY_DETECTION_BAND", "only CloudWatch has its model",
          "INSIGHT_RULE_METRIC", "it needs Contributor Insights",
          "SERVICE_QUOTA", "it needs Service Quotas",
          "DB_PERF_INSIGHTS", "it needs Performance Insights",
          "LAMBDA", "it needs another data source");

  static {
    for (Aggregate aggregate : Aggregate.values()) {
      add(
          aggregate.name(),
          1,
          1,
          (e, a) -> aggregate.apply(e.value(a.get(0)), e.context().range().size()));
    }
    add("ABS", 1, 1, (e, a) -> Evaluation.each(e.value(a.get(0)), Math::abs));
    add("CEIL", 1, 1, (e, a) -> Evaluation.each(e.value(a.get(0)), Math::ceil));
    add("FLOOR", 1, 1, (e, a) -> Evaluation.each(e.value(a.get(0)), Math::floor));
    add("LOG", 1, 1, (e, a) -> Evaluation.each(e.value(a.get(0)), Math::log));
    add("LOG10", 1, 1, (e, a) -> Evaluation.each(e.value(a.get(0)), Math::log10));
    SeriesFunctions.addTo(Functions::add);
    ArrayFunctions.addTo(Functions::add);
    TimeFunctions.addTo(Functions::add);
  }

  private Functions() {}

  /** Receives the definition of a function. */
  @FunctionalInterface
  interface Registry {
    void add(String name, int least, int most, Body body);
  }

  private static void add(String name, int least, int most, Body body) {
    ALL.put(name, new Function(name, least, most, body));
  }

  static Value call(Evaluation evaluation, String name, List<Node> arguments) {
    Function function = ALL.get(name);
    if (function == null) {
      throw new MathException(unknown(name));
    }
    int count = arguments.size();
    if (count < function.least() || count > function.most()) {
      String wanted =
          function.least() == function.most()
              ? Integer.toString(function.least())
              : function.least() + " to " + function.most();
      boolean several = function.most() == 1 && count > 1;
      throw new MathException(
          name
              + " takes "
              + wanted
              + (function.most() == 1 ? " argument" : " arguments")
              + ", not "
              + count
              + (several ? ": put several series into an array, " + name + "([a, b])" : ""));
    }
    return function.body().apply(evaluation, arguments);
  }

  private static String unknown(String name) {
    String refused = REFUSED.get(name);
    if (refused != null) {
      return name + " is not supported: " + refused;
    }
    Optional<String> near = Suggestions.nearest(name, ALL.keySet().stream().sorted().toList());
    return "there is no function " + name + near.map(n -> ": did you mean " + n + "?").orElse("");
  }

  static double[] missing(int size) {
    double[] points = new double[size];
    Arrays.fill(points, Double.NaN);
    return points;
  }

  static double scalar(Evaluation evaluation, Node argument, String function) {
    if (evaluation.value(argument) instanceof Value.Scalar scalar) {
      return scalar.number();
    }
    throw new MathException(function + " takes a number here, not a time series");
  }

  static List<Value.Line> lines(Evaluation evaluation, Node argument, String function) {
    if (evaluation.value(argument) instanceof Value.Lines lines) {
      return lines.lines();
    }
    throw new MathException(function + " takes an array here: write [a, b] or METRICS()");
  }
}
