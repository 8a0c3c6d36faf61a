/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;

/**
 * The lines over a graph that are no data.
 *
 * @param alarms the ARN of the alarm whose metric and threshold the widget draws; at most one, and
 *     then the widget has no lines and no other annotations
 */
public record Annotations(
    List<HorizontalAnnotation> horizontal, List<VerticalAnnotation> vertical, List<String> alarms) {

  /** No annotation. */
  public static final Annotations NONE = new Annotations(List.of(), List.of(), List.of());

  public Annotations {
    horizontal = List.copyOf(horizontal);
    vertical = List.copyOf(vertical);
    alarms = List.copyOf(alarms);
  }
}
