/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;

/**
 * A metrics explorer: graphs of all resources with given tags.
 *
 * @param metrics what it draws of each resource
 * @param labels the tags that choose the resources
 */
public record ExplorerWidget(
    Place place, Box box, String title, List<ExplorerMetric> metrics, List<ResourceTag> labels)
    implements Widget {

  public ExplorerWidget {
    metrics = List.copyOf(metrics);
    labels = List.copyOf(labels);
  }

  /**
   * A metric of each resource.
   *
   * @param name the metric's name
   * @param resourceType such as {@code AWS::EC2::Instance}
   * @param statistic such as {@code Average}
   */
  public record ExplorerMetric(String name, String resourceType, String statistic) {}

  /**
   * A tag of a resource.
   *
   * @param key the tag's key
   * @param value the tag's value, or empty for any
   */
  public record ResourceTag(String key, String value) {}
}
