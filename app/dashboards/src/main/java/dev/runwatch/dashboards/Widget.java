/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import java.util.List;
import java.util.Map;

/**
 * A widget that draws metrics.
 *
 * @param lines what it draws; expressions are left out
 * @param thresholds horizontal lines
 */
public record Widget(String title, List<Line> lines, List<Threshold> thresholds) {

  public Widget {
    lines = List.copyOf(lines);
    thresholds = List.copyOf(thresholds);
  }

  /**
   * One metric.
   *
   * @param dimensions values may hold the environment's token
   */
  public record Line(
      String metric, Map<String, String> dimensions, String statistic, String label) {
    public Line {
      dimensions = Map.copyOf(dimensions);
    }
  }

  /** One horizontal line. */
  public record Threshold(String label, double value) {}
}
