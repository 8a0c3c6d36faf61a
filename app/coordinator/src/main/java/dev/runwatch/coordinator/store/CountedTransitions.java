/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.common.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * How far transitions are counted, and what of it is not published yet.
 *
 * @param source the identity of the store, or empty before it has one
 * @param upTo the number of the last transition that was counted
 * @param unpublished the counts of steps that are not published, by the beginning of the step
 * @param publications how often counts were published
 * @param publishing the counts that are being published, or null
 */
public record CountedTransitions(
    String source,
    long upTo,
    SortedMap<Instant, StepCounts> unpublished,
    long publications,
    @Nullable Publishing publishing) {

  private static final TypeReference<Map<String, StepCounts>> BY_MILLIS = new TypeReference<>() {};

  /**
   * Counts of steps that are over.
   *
   * @param number how often counts were published, with these
   * @param after the number of the last transition before those that were counted
   * @param upTo the number of the last transition that was counted
   */
  public record Publishing(
      long number, long after, long upTo, SortedMap<Instant, StepCounts> counts) {}

  static CountedTransitions of(ResultSet row) throws SQLException {
    long upTo = row.getLong("up_to");
    long number = row.getLong("publications");
    String publishing = row.getString("publishing");
    return new CountedTransitions(
        row.getString("source"),
        upTo,
        counts(row.getString("unpublished")),
        number,
        publishing == null
            ? null
            : new Publishing(number, row.getLong("publishing_after"), upTo, counts(publishing)));
  }

  static String json(SortedMap<Instant, StepCounts> counts) {
    Map<String, StepCounts> byMillis = new LinkedHashMap<>();
    counts.forEach((step, sums) -> byMillis.put(String.valueOf(step.toEpochMilli()), sums));
    return Json.mapper().writeValueAsString(byMillis);
  }

  private static SortedMap<Instant, StepCounts> counts(String json) {
    SortedMap<Instant, StepCounts> counts = new TreeMap<>();
    Json.mapper()
        .readValue(json, BY_MILLIS)
        .forEach((millis, sums) -> counts.put(Instant.ofEpochMilli(Long.parseLong(millis)), sums));
    return counts;
  }
}
