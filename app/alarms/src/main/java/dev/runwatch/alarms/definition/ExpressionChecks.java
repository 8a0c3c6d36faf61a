/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.math.AlarmMath;
import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Evaluates an alarm's expressions on one period to find what CloudWatch would refuse. */
final class ExpressionChecks {

  private final List<MetricQuery> queries;
  private final MetricsReader reader;

  ExpressionChecks(List<MetricQuery> queries, MetricsReader reader) {
    this.queries = queries;
    this.reader = reader;
  }

  /** Adds a fault for every expression that cannot be evaluated. */
  void mustWork() {
    MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 1));
    boolean parsed = true;
    for (MetricQuery query : queries) {
      if (query.stat() != null) {
        context.metric(query.id(), new double[] {1});
      } else {
        parsed &= tried(query, () -> context.expression(query.id(), parse(query)));
      }
    }
    for (MetricQuery query : queries) {
      if (parsed && query.expression() != null) {
        tried(
            query,
            () -> {
              if (query.returnData()) {
                context.evaluateToSeries(parse(query));
              } else {
                context.evaluate(parse(query));
              }
            });
      }
    }
  }

  /** Adds a fault for every expression that can be evaluated and misleads in an alarm. */
  void mustSuitAnAlarm(Rule rule) {
    MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 1));
    for (MetricQuery query : queries) {
      if (query.stat() != null) {
        context.metric(query.id(), new double[] {1});
      } else {
        context.expression(query.id(), parse(query));
      }
    }
    boolean fills = rule.evaluationPeriods() == 1 && LateFill.mayBreach(queries, rule);
    for (MetricQuery query : queries) {
      if (query.expression() != null) {
        for (AlarmMath.Objection objection : AlarmMath.objections(parse(query), context, fills)) {
          reader.entry(query.id()).fault("Expression", objection.reason(), objection.fix());
        }
      }
    }
  }

  private static MathExpression parse(MetricQuery query) {
    return MathExpression.parse(Objects.requireNonNull(query.expression(), query.id()));
  }

  private boolean tried(MetricQuery query, Runnable attempt) {
    try {
      attempt.run();
      return true;
    } catch (MathException e) {
      reader
          .entry(query.id())
          .fault("Expression", String.valueOf(e.getMessage()), "correct the expression");
      return false;
    }
  }
}
