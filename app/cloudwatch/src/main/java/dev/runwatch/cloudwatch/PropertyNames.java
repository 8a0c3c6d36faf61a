/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the settings that are read from properties, and warnings about others. */
final class PropertyNames {

  private static final Logger LOG = LoggerFactory.getLogger(PropertyNames.class);

  /** After the prefix and a dot. */
  static final List<String> ALL =
      List.of(
          "ambiguous",
          "attemptTimeout",
          "batchSize",
          "closeTimeout",
          "enabled",
          "highResolution",
          "idle",
          "jitter",
          "journalDirectory",
          "journalFsync",
          "journalMaxBytes",
          "maxAge",
          "maxConcurrency",
          "memoryMaxBytes",
          "metricSetBudget",
          "namespace",
          "percentileError",
          "publisherMetricsEnabled",
          "publisherMetricsTags",
          "sampleGaugesOnClose",
          "step",
          "sumPeriod");

  private static final Map<String, String> BY_LETTERS =
      ALL.stream().collect(Collectors.toMap(PropertyNames::letters, Function.identity()));

  private PropertyNames() {}

  /** Logs a warning for each property that is not read. */
  static void warn(CloudWatchConfig config) {
    faults(config).forEach(LOG::warn);
  }

  /**
   * What is wrong with the names of the properties. Of a configuration that only answers whether it
   * has a property, the other common spellings of the names are tried.
   */
  static List<String> faults(CloudWatchConfig config) {
    String prefix = config.prefix() + '.';
    List<String> faults = new ArrayList<>();
    if (config instanceof PropertiesConfig all) {
      for (String name : new TreeSet<>(all.names())) {
        if (name.startsWith(prefix) && !ALL.contains(name.substring(prefix.length()))) {
          faults.add(unread(prefix, name.substring(prefix.length())));
        }
      }
      return faults;
    }
    for (String name : ALL) {
      otherSpellings(name)
          .filter(other -> Objects.nonNull(config.get(prefix + other)))
          .forEach(other -> faults.add(unread(prefix, other)));
    }
    return faults;
  }

  private static String unread(String prefix, String name) {
    String meant = BY_LETTERS.get(letters(name));
    return "The property '"
        + prefix
        + name
        + "' is not read; "
        + (meant == null
            ? "the settings are " + String.join(", ", ALL)
            : "write '" + prefix + meant + "'");
  }

  /** With hyphens, with underscores, in lower case. */
  private static Stream<String> otherSpellings(String name) {
    String hyphens = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return Stream.of(hyphens, hyphens.replace('-', '_'), name.toLowerCase(Locale.ROOT))
        .filter(other -> !other.equals(name))
        .distinct();
  }

  private static String letters(String name) {
    return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
  }
}
