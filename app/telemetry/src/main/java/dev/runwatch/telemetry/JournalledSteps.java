/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.telemetry;

import dev.runwatch.cloudwatch.CountedSums;
import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import dev.runwatch.metrics.CountedSteps;
import dev.runwatch.metrics.PublishedSteps;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Hands counts that a service keeps itself to the journal of a registry. */
record JournalledSteps(RunwatchCloudWatchRegistry registry, Tags tags) implements PublishedSteps {

  @Override
  public boolean outliveTheProcess() {
    return true;
  }

  @Override
  public void reserve(Set<String> counters) {
    registry.config().meterFilter(MeterFilter.deny(id -> counters.contains(id.getName())));
  }

  @Override
  public Instant openStep() {
    return registry.openStep();
  }

  @Override
  public Instant stepOf(Instant moment) {
    return registry.stepOf(moment);
  }

  @Override
  public boolean taken(CountedSteps counts) {
    return registry.lastTaken(counts.source()) >= counts.number();
  }

  @Override
  public void publish(CountedSteps counts) {
    List<CountedSums.Sum> sums = new ArrayList<>();
    counts
        .sums()
        .forEach(
            (step, values) ->
                values.forEach(
                    (name, amount) -> sums.add(new CountedSums.Sum(name, tags, step, amount))));
    registry.publish(
        new CountedSums(counts.source(), counts.number(), counts.after(), counts.upTo(), sums));
  }

  @Override
  public void settle(String source, long number) {
    registry.settle(source, number);
  }
}
