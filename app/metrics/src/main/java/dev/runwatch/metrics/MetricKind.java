/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

/** What a metric is, which decides what statistic of it means something. */
public enum MetricKind {
  /** A count of events; each data point is what happened in its period. Read it as Sum. */
  COUNTER,
  /** A level, sampled once a step. */
  GAUGE,
  /** A distribution of values; percentiles over all publishers are right. */
  HISTOGRAM
}
