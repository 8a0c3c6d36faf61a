/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Instant;

/** A trace as an alarm sees it at the end of one of its minutes. Not thread-safe. */
final class TraceSource implements SeriesSource {

  private static final long MINUTE = 60_000;

  private final Trace trace;
  private int newest;

  TraceSource(Trace trace) {
    this.trace = trace;
  }

  /** Sets the minute that has ended last; later ones are not seen. */
  void newest(int minute) {
    newest = minute;
  }

  @Override
  public Series read(MetricStat stat, Instant from, Instant to) {
    int first = (int) Math.floorDiv(from.toEpochMilli(), MINUTE);
    int last = (int) Math.floorDiv(to.toEpochMilli(), MINUTE);
    int minutes = (int) stat.period().toMinutes();
    int begin = Math.max(0, first);
    double[] values = trace.values(stat.name(), begin, Math.min(last, newest + 1));
    if (last > newest && newest >= begin && trace.late(stat.name(), newest)) {
      values[newest - begin] = Double.NaN;
    }
    double[] points = new double[(last - first) / minutes];
    for (int i = 0; i < points.length; i++) {
      int at = first + i * minutes - begin;
      points[i] = point(values, Math.max(0, at), Math.min(values.length, at + minutes), stat);
    }
    return Series.of(from, stat.period(), points);
  }

  private static double point(double[] values, int from, int to, MetricStat stat) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        least = Math.min(least, values[i]);
        most = Math.max(most, values[i]);
        count++;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    return switch (stat.statistic().name()) {
      case "Sum" -> sum;
      case "SampleCount" -> count;
      case "Average" -> sum / count;
      case "Minimum" -> least;
      default -> most;
    };
  }
}
