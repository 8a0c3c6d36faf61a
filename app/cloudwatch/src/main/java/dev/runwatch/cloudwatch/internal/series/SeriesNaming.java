/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** From a meter's name, tags and dimension sets to the series it is published under. */
public final class SeriesNaming {

  /** The most dimensions of a metric. Source: the API reference, MetricDatum. */
  static final int MOST_DIMENSIONS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(SeriesNaming.class);
  private static final int MOST_LOGGED = 100;
  // Names of which the log has said that tags are left out.
  private static final Set<String> CUT = ConcurrentHashMap.newKeySet();

  private SeriesNaming() {}

  /**
   * One key for each different set of tags.
   *
   * @param tagSets the tags of each; an empty one means no dimensions
   */
  public static List<SeriesKey> keys(String name, List<List<Tag>> tagSets, StandardUnit unit) {
    String legalName = Names.metric(name);
    Set<SeriesKey> keys = new LinkedHashSet<>();
    for (List<Tag> tags : tagSets) {
      if (tags.size() > MOST_DIMENSIONS && CUT.size() < MOST_LOGGED && CUT.add(legalName)) {
        LOG.warn(
            "{} has {} tags; CloudWatch takes {} dimensions, and the others are left out.",
            legalName,
            tags.size(),
            MOST_DIMENSIONS);
      }
      keys.add(new SeriesKey(legalName, dimensions(tags), unit));
    }
    return List.copyOf(keys);
  }

  private static List<Dimension> dimensions(List<Tag> tags) {
    Map<String, String> legal = new LinkedHashMap<>();
    for (Tag tag : tags) {
      if (legal.size() < MOST_DIMENSIONS) {
        legal.put(unused(Names.dimension(tag.getKey()), legal), Names.value(tag.getValue()));
      }
    }
    List<Dimension> dimensions = new ArrayList<>();
    legal.forEach((name, value) -> dimensions.add(new Dimension(name, value)));
    dimensions.sort(Comparator.comparing(Dimension::name));
    return dimensions;
  }

  // CloudWatch refuses a datum that names a dimension twice.
  private static String unused(String name, Map<String, String> used) {
    String candidate = name;
    for (int i = 2; used.containsKey(candidate); i++) {
      String end = "_" + i;
      candidate =
          name.substring(0, Math.min(name.length(), Names.LONGEST_NAME - end.length())) + end;
    }
    return candidate;
  }
}
