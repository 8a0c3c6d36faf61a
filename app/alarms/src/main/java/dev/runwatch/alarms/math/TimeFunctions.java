/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** PERIOD and the functions of the start of each period, in UTC; none has missing points. */
final class TimeFunctions {

  private TimeFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("PERIOD", 1, 1, TimeFunctions::period);
    time(registry, "MINUTE", ZonedDateTime::getMinute);
    time(registry, "HOUR", ZonedDateTime::getHour);
    time(registry, "DAY", time -> time.getDayOfWeek().getValue());
    time(registry, "DATE", ZonedDateTime::getDayOfMonth);
    time(registry, "MONTH", ZonedDateTime::getMonthValue);
    time(registry, "YEAR", ZonedDateTime::getYear);
    time(registry, "EPOCH", ZonedDateTime::toEpochSecond);
  }

  private static void time(
      Functions.Registry registry, String name, ToDoubleFunction<ZonedDateTime> of) {
    registry.add(
        name,
        1,
        1,
        (evaluation, arguments) -> {
          if (!(evaluation.value(arguments.get(0)) instanceof Value.Line)) {
            throw new MathException(name + " takes a time series");
          }
          Range range = evaluation.context().range();
          double[] result = new double[range.size()];
          for (int i = 0; i < result.length; i++) {
            result[i] = of.applyAsDouble(range.time(i).atZone(ZoneOffset.UTC));
          }
          return new Value.Line(result);
        });
  }

  private static Value period(Evaluation evaluation, List<Node> arguments) {
    if (arguments.get(0) instanceof Node.Id id && evaluation.context().isMetric(id.name())) {
      return new Value.Scalar(evaluation.context().range().periodSeconds());
    }
    throw new MathException("PERIOD takes the id of a metric, not an expression");
  }
}
