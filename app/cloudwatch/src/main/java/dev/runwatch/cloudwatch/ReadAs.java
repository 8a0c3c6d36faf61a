/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

/** The statistic by which a gauge is meant to be read. */
public enum ReadAs {
  /**
   * Maximum, Minimum or Average of samples that are the same from every instance. Sending such a
   * sample twice does no harm.
   */
  MAXIMUM,
  /**
   * Sum over instances of one sample a step from each, such as open connections. A sample that
   * counts twice does harm.
   */
  SUM
}
