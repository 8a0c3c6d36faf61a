/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** METRICS and the functions that select from an array. */
final class ArrayFunctions {

  private static final List<String> SORTABLE = List.of("AVG", "MIN", "MAX", "SUM");

  private ArrayFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("METRICS", 0, 1, ArrayFunctions::metrics);
    registry.add(
        "METRIC_COUNT",
        1,
        1,
        (e, a) -> new Value.Scalar(Functions.lines(e, a.get(0), "METRIC_COUNT").size()));
    registry.add("FIRST", 1, 1, (e, a) -> pick(e, Functions.lines(e, a.get(0), "FIRST"), 0));
    registry.add(
        "LAST",
        1,
        1,
        (e, a) -> {
          List<Value.Line> lines = Functions.lines(e, a.get(0), "LAST");
          return pick(e, lines, lines.size() - 1);
        });
    registry.add("SLICE", 2, 3, ArrayFunctions::slice);
    registry.add("SORT", 3, 4, ArrayFunctions::sort);
    registry.add("REMOVE_EMPTY", 1, 1, ArrayFunctions::removeEmpty);
  }

  private static Value metrics(Evaluation evaluation, List<Node> arguments) {
    String part = "";
    if (!arguments.isEmpty()) {
      if (!(arguments.get(0) instanceof Node.Text text)) {
        throw new MathException("METRICS takes a quoted text: METRICS(\"errors\")");
      }
      part = text.value();
    }
    List<Value.Line> lines = evaluation.context().metrics(part);
    if (lines.isEmpty()) {
      throw new MathException("no metric has an id that contains '" + part + "'");
    }
    return new Value.Lines(lines);
  }

  private static Value pick(Evaluation evaluation, List<Value.Line> lines, int index) {
    return lines.isEmpty()
        ? new Value.Line(Functions.missing(evaluation.context().range().size()))
        : lines.get(index);
  }

  private static Value slice(Evaluation evaluation, List<Node> arguments) {
    List<Value.Line> lines = Functions.lines(evaluation, arguments.get(0), "SLICE");
    double from = Functions.scalar(evaluation, arguments.get(1), "SLICE");
    double to =
        arguments.size() == 3
            ? Functions.scalar(evaluation, arguments.get(2), "SLICE")
            : lines.size();
    if (!(from >= 0 && from < Math.min(to, lines.size()))) {
      throw new MathException("SLICE selects nothing of " + lines.size() + " series");
    }
    return new Value.Lines(lines.subList((int) from, (int) Math.min(to, lines.size())));
  }

  private static Value sort(Evaluation evaluation, List<Node> arguments) {
    List<Value.Line> lines = Functions.lines(evaluation, arguments.get(0), "SORT");
    if (!(arguments.get(1) instanceof Node.Word by && SORTABLE.contains(by.name()))) {
      throw new MathException("SORT sorts by AVG, MIN, MAX or SUM");
    }
    if (!(arguments.get(2) instanceof Node.Word order
        && (order.name().equals("ASC") || order.name().equals("DESC")))) {
      throw new MathException("SORT sorts ASC or DESC");
    }
    Aggregate aggregate = Aggregate.valueOf(((Node.Word) arguments.get(1)).name());
    Comparator<Value.Line> comparator =
        Comparator.comparingDouble(line -> aggregate.of(line.points(), line.points().length));
    boolean descending = ((Node.Word) arguments.get(2)).name().equals("DESC");
    double limit =
        arguments.size() == 4
            ? Functions.scalar(evaluation, arguments.get(3), "SORT")
            : lines.size();
    if (!(limit >= 1)) {
      throw new MathException("SORT keeps " + limit + " series: keep one or more");
    }
    return new Value.Lines(
        lines.stream()
            .sorted(descending ? comparator.reversed() : comparator)
            .limit((long) limit)
            .toList());
  }

  private static Value removeEmpty(Evaluation evaluation, List<Node> arguments) {
    return new Value.Lines(
        Functions.lines(evaluation, arguments.get(0), "REMOVE_EMPTY").stream()
            .filter(line -> Arrays.stream(line.points()).anyMatch(p -> !Double.isNaN(p)))
            .toList());
  }
}
