/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;

/**
 * Sums of steps that an application has counted itself, from numbered events that it keeps. The
 * numbers are written to the journal with the sums, so that nothing is published twice or lost when
 * the process dies: see {@link RunwatchCloudWatchRegistry#lastTaken}.
 *
 * @param source the identity of what numbers the events, 1 to 255 characters
 * @param number the number of these sums among those of the source, from 1 on, ascending
 * @param after the number of the last event before those that were counted
 * @param upTo the number of the last event that was counted
 * @param sums what was counted; fit into one record of the journal, so at most 500
 */
public record CountedSums(String source, long number, long after, long upTo, List<Sum> sums) {

  /**
   * The sum of one counter in one step.
   *
   * @param step when the step began
   * @param amount zero too, where a counter that did not grow is to be published
   */
  public record Sum(String name, Tags tags, Instant step, double amount) {}

  public CountedSums {
    sums = List.copyOf(sums);
  }
}
