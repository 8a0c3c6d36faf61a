/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.time.Instant;
import java.util.Map;

/**
 * What was counted of numbered events.
 *
 * @param source the identity of what numbers the events
 * @param number the number of these counts among those of the source, from 1 on, ascending
 * @param after the number of the last event before those that were counted
 * @param upTo the number of the last event that was counted
 * @param sums the amount of each counter, zeros included, for the beginning of each step
 */
public record CountedSteps(
    String source, long number, long after, long upTo, Map<Instant, Map<String, Long>> sums) {

  public CountedSteps {
    sums = Map.copyOf(sums);
  }
}
