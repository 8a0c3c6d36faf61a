/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** One widget of a dashboard. */
public sealed interface Widget
    permits MetricWidget, TextWidget, AlarmWidget, LogWidget, ExplorerWidget, UnknownWidget {

  /** The place of the widget in the body. */
  Place place();

  /**
   * Where it is drawn. A widget that names no position is placed left to right below those before
   * it.
   */
  Box box();

  /** The heading, empty if it has none. */
  String title();
}
