/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * What CloudWatch bills as one metric, and its unit.
 *
 * @param name legal in CloudWatch
 * @param dimensions legal in CloudWatch, at most 30, in the order of their names
 * @param unit the unit of every datum
 */
public record SeriesKey(String name, List<Dimension> dimensions, StandardUnit unit) {

  public SeriesKey {
    dimensions = List.copyOf(dimensions);
  }
}
