/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

/** The names of the catalogue's metrics in Google Cloud Monitoring. */
public final class CloudMonitoringNames {

  /** The type of the monitored resource of every time series. */
  public static final String RESOURCE = "generic_task";

  private static final String TYPE_PREFIX = "custom.googleapis.com/runwatch/";

  private CloudMonitoringNames() {}

  /** The metric type, such as {@code custom.googleapis.com/runwatch/runs_created_total}. */
  public static String type(String metric) {
    return TYPE_PREFIX + metric;
  }

  /**
   * The name in PromQL, such as {@code custom_googleapis_com:runwatch_runs_created_total}: the
   * first slash of the type is a colon, every other special character an underscore.
   */
  public static String promQl(String metric) {
    return type(metric).replaceFirst("/", ":").replaceAll("[^A-Za-z0-9_:]", "_");
  }

  /** The unit in the notation of the Unified Code for Units of Measure. */
  public static String unit(MetricUnit unit) {
    return unit == MetricUnit.SECONDS ? "s" : "1";
  }
}
