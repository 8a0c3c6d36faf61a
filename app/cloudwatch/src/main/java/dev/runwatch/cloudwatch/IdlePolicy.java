/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

/** What is published for a step in which nothing was recorded. */
public enum IdlePolicy {
  /**
   * A counter publishes zero, so that an alarm can distinguish "nothing happened" from "no process
   * is running". A distribution publishes nothing, since a zero would count as a sample in its
   * percentiles.
   */
  ZERO,
  /** Nothing is published, and an idle metric costs nothing. */
  SILENT
}
