/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

/**
 * Prices of CloudWatch in US dollars, in its cheapest Regions, without free tiers. Source: the
 * CloudWatch price page as of February 2026.
 */
final class Prices {

  /** The month of the prices. */
  static final String AS_OF = "2026-02";

  /** A custom metric a month, for the first 10,000. */
  static final double METRIC = 0.30;

  /** A thousand requests of PutMetricData. */
  static final double THOUSAND_REQUESTS = 0.01;

  /** A metric of an alarm with periods of a minute or more, a month. */
  static final double ALARM_METRIC = 0.10;

  /** A dashboard a month; the first three of an account are free. */
  static final double DASHBOARD = 3.00;

  /** The key of the topics a month. Source: the KMS price page as of the same month. */
  static final double KEY = 1.00;

  private Prices() {}
}
