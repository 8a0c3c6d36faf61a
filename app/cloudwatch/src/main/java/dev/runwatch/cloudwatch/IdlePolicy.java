/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

/** What is published for a step in which nothing was recorded. */
public enum IdlePolicy {
  /**
   * A counter publishes zero: for what alarms read, so that "nothing happened" differs from "nobody
   * is there". A distribution stays silent all the same, since a zero would be a sample in its
   * percentiles.
   */
  ZERO,
  /** Nothing is published, and the metric costs nothing while it is idle. */
  SILENT
}
