/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits of each executor, as {@code EXECUTOR.RESOURCE=VALUE}; {@code *} is every executor. */
final class LimitCatalogue {

  private static final Pattern LIMIT =
      Pattern.compile("(?<executor>.+)\\.(?<resource>[a-z]+)=(?<value>\\S+)");
  private static final Pattern VALUE =
      Pattern.compile("(?<number>[1-9][0-9]{0,11})(?<unit>[a-z]*)");
  private static final String ALLOWED =
      "EXECUTOR.cpu=60s, .memory=512m, .files=256, .output=10m or .processes=64, with an executor of"
          + " this runner or *";

  private static final Map<String, Long> TIMES = Map.of("s", 1L, "m", 60L, "h", 3_600L);
  private static final Map<String, Long> SIZES =
      Map.of("k", 1L << 10, "m", 1L << 20, "g", 1L << 30);
  private static final Map<String, Long> COUNTS = Map.of("", 1L);

  private final Map<String, Map<Limits.Resource, Limits.Limit>> byExecutor = new HashMap<>();

  private LimitCatalogue() {}

  /**
   * @param executors the names of the executors
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  static LimitCatalogue of(Set<String> limits, Set<String> executors) {
    LimitCatalogue catalogue = new LimitCatalogue();
    for (String limit : limits) {
      Matcher matcher = LIMIT.matcher(limit.strip());
      if (!matcher.matches()) {
        throw refused(limit);
      }
      String executor = matcher.group("executor");
      if (!executor.equals("*") && !executors.contains(executor)) {
        throw refused(limit);
      }
      Limits.Resource resource =
          Limits.Resource.of(matcher.group("resource")).orElseThrow(() -> refused(limit));
      String text = matcher.group("value");
      catalogue
          .byExecutor
          .computeIfAbsent(executor, name -> new EnumMap<>(Limits.Resource.class))
          .put(resource, new Limits.Limit(value(limit, resource, text), text));
    }
    return catalogue;
  }

  private static long value(String limit, Limits.Resource resource, String text) {
    Matcher matcher = VALUE.matcher(text.toLowerCase(Locale.ROOT));
    Map<String, Long> units =
        switch (resource) {
          case CPU -> TIMES;
          case MEMORY, OUTPUT -> SIZES;
          case FILES, PROCESSES -> COUNTS;
        };
    Long unit = matcher.matches() ? units.get(matcher.group("unit")) : null;
    if (unit == null) {
      throw refused(limit);
    }
    return Long.parseLong(matcher.group("number")) * unit;
  }

  /** The limits of an executor; its own ones win over those of every executor. */
  Limits of(String executor) {
    Map<Limits.Resource, Limits.Limit> all = new EnumMap<>(Limits.Resource.class);
    all.putAll(byExecutor.getOrDefault("*", Map.of()));
    all.putAll(byExecutor.getOrDefault(executor, Map.of()));
    return new Limits(executor, all);
  }

  private static IllegalArgumentException refused(String limit) {
    return new IllegalArgumentException(
        "limits: '" + limit + "' is not allowed; allowed: " + ALLOWED);
  }
}
