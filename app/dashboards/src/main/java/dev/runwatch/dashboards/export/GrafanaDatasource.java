/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import java.util.Locale;

/** What Grafana queries. */
public enum GrafanaDatasource {
  PROMETHEUS,
  CLOUDWATCH;

  /** Grafana's type of the data source, such as {@code prometheus}. */
  String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name to people. */
  String title() {
    return this == PROMETHEUS ? "Prometheus" : "CloudWatch";
  }
}
