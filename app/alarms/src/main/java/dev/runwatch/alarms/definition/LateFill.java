/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Whether an alarm that evaluates one period can breach only because the data of its newest period
 * are late. It tries simple values: one period with all data that does not breach, and after it one
 * that lacks the data of all metrics or of one that FILL fills.
 */
final class LateFill {

  private static final int MOST_TRIES = 2_000;

  private final List<MetricQuery> queries;
  private final List<String> ids;
  private final Set<String> filled = new HashSet<>();
  private final Rule rule;
  private final double[] candidates;

  private LateFill(List<MetricQuery> queries, Rule rule) {
    this.queries = queries;
    this.ids = queries.stream().filter(query -> query.stat() != null).map(MetricQuery::id).toList();
    this.rule = rule;
    for (MetricQuery query : queries) {
      if (query.expression() != null) {
        filled.addAll(parse(query).idsIn("FILL"));
      }
    }
    double threshold = rule.threshold();
    this.candidates =
        new double[] {0, 1, 2, 10, 100, threshold, threshold - 1, threshold + 1, 2 * threshold};
  }

  /** Whether some values were found with which a late period breaches and one in time does not. */
  static boolean mayBreach(List<MetricQuery> queries, Rule rule) {
    LateFill fill = new LateFill(queries, rule);
    Random random = new Random(1);
    try {
      for (int i = 0; i < MOST_TRIES; i++) {
        if (fill.breachesWith(fill.values(i, random))) {
          return true;
        }
      }
      return false;
    } catch (MathException e) {
      // Of an expression that cannot be evaluated here nothing is known.
      return true;
    }
  }

  /** The values of a try: every combination of few metrics, random ones of many. */
  private double[] values(int number, Random random) {
    boolean all = Math.pow(candidates.length, ids.size()) <= MOST_TRIES;
    double[] values = new double[ids.size()];
    int rest = number;
    for (int i = 0; i < values.length; i++) {
      values[i] = candidates[all ? rest % candidates.length : random.nextInt(candidates.length)];
      rest /= candidates.length;
    }
    return values;
  }

  private boolean breachesWith(double[] values) {
    for (int missing = -1; missing < values.length; missing++) {
      if (missing >= 0 && !filled.contains(ids.get(missing))) {
        continue;
      }
      double[] points = points(values, missing);
      boolean before = !Double.isNaN(points[0]) && rule.breaches(points[0]);
      boolean late = !Double.isNaN(points[1]) && rule.breaches(points[1]);
      if (late && !before) {
        return true;
      }
    }
    return false;
  }

  /**
   * The data points of a period in time and of a late one.
   *
   * @param missing the index of the metric that the late one lacks, or -1 for all
   */
  private double[] points(double[] values, int missing) {
    MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 2));
    List<MetricQuery> watched = new ArrayList<>();
    int metric = 0;
    for (MetricQuery query : queries) {
      if (query.stat() != null) {
        boolean there = missing >= 0 && missing != metric;
        context.metric(
            query.id(), new double[] {values[metric], there ? values[metric] : Double.NaN});
        metric++;
      } else {
        context.expression(query.id(), parse(query));
        if (query.returnData()) {
          watched.add(query);
        }
      }
    }
    return watched.isEmpty()
        ? new double[] {Double.NaN, Double.NaN}
        : context.evaluateToSeries(parse(watched.get(0)));
  }

  private static MathExpression parse(MetricQuery query) {
    return MathExpression.parse(Objects.requireNonNull(query.expression(), query.id()));
  }
}
