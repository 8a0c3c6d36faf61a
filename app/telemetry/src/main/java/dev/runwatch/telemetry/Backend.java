/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.telemetry;

/** Where the metrics of a service can be read. */
public enum Backend {
  /** Sent to Amazon CloudWatch. */
  CLOUDWATCH,
  /** On the page {@code GET /metrics} of the service. */
  PROMETHEUS,
  /** Sent to Google Cloud Monitoring, which was called Stackdriver. */
  STACKDRIVER
}
