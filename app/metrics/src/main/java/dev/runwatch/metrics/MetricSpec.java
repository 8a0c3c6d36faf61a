/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import java.util.List;
import java.util.Set;

/**
 * One row of the catalogue: everything that a publisher, an alarm or a dashboard has to agree on.
 *
 * @param name the name in CloudWatch and in Prometheus, exactly
 * @param kind counter, gauge or histogram
 * @param unit the unit of every datum
 * @param dimensionSets the sets of dimension names under which it is published, the fleet-wide one
 *     ({@code Environment} alone) first; never empty
 * @param statistics the statistics that are right for it, the first one by default: {@code Sum},
 *     {@code Maximum}, {@code p50}…
 * @param publishers who publishes it; never empty
 * @param idle what is published in a minute without an event
 * @param meaning one line for people
 * @param alertOn one line: what to alert on, or {@code -} where an alert would be noise
 */
public record MetricSpec(
    String name,
    MetricKind kind,
    MetricUnit unit,
    List<Set<String>> dimensionSets,
    List<String> statistics,
    Set<Publisher> publishers,
    Idle idle,
    String meaning,
    String alertOn) {

  /** Who publishes a metric. */
  public enum Publisher {
    COORDINATOR,
    RUNNER
  }

  /** What a publisher sends for a minute in which nothing was recorded. */
  public enum Idle {
    /** Zero, because an alarm must tell "nothing happened" from "nobody is there". */
    ZERO,
    /** Nothing. */
    SILENT,
    /** Not on CloudWatch at all: it could not get out when it matters. */
    LOCAL_ONLY
  }

  public MetricSpec {
    dimensionSets = dimensionSets.stream().map(Set::copyOf).toList();
    statistics = List.copyOf(statistics);
    publishers = Set.copyOf(publishers);
    if (dimensionSets.isEmpty() || statistics.isEmpty() || publishers.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": a metric needs a dimension set, a statistic and a publisher");
    }
  }

  /** The statistic to read when none is asked for, such as {@code Sum}. */
  public String defaultStatistic() {
    return statistics.get(0);
  }

  /** Whether it is sent to CloudWatch. */
  public boolean onCloudWatch() {
    return idle != Idle.LOCAL_ONLY;
  }
}
