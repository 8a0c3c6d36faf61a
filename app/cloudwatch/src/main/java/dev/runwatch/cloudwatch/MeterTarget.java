/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import dev.runwatch.cloudwatch.internal.series.SeriesNaming;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * What a meter is published as.
 *
 * @param keys one for each dimension set
 * @param idle what to publish when nothing was recorded
 * @param readAs how a gauge is read
 */
record MeterTarget(List<SeriesKey> keys, IdlePolicy idle, ReadAs readAs) {

  MeterTarget readAsMaximum() {
    return new MeterTarget(keys, idle, ReadAs.MAXIMUM);
  }

  static MeterTarget of(
      Meter.Id id, StandardUnit unit, RunwatchCloudWatchConfig config, NamingConvention naming) {
    List<List<Tag>> tagSets = new ArrayList<>();
    for (Set<String> set : config.dimensionSets(id)) {
      tagSets.add(
          id.getTags().stream()
              .filter(tag -> set.contains(tag.getKey()))
              .map(tag -> Tag.of(naming.tagKey(tag.getKey()), naming.tagValue(tag.getValue())))
              .toList());
    }
    String name = id.getConventionName(naming);
    return new MeterTarget(
        SeriesNaming.keys(name, tagSets, unit), config.idle(id), config.readAs(id));
  }
}
