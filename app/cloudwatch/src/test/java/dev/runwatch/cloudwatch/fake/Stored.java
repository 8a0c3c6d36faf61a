/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.fake;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A datum as CloudWatch got it; a single value is one value with a count of one. */
public record Stored(
    String name,
    Map<String, String> dimensions,
    String unit,
    Instant timestamp,
    List<Double> values,
    List<Double> counts,
    boolean single,
    int resolution) {

  public double sum() {
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += values.get(i) * counts.get(i);
    }
    return sum;
  }

  public double sampleCount() {
    return counts.stream().mapToDouble(Double::doubleValue).sum();
  }

  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
