/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

/** Makes meters out of the catalogue's rows, so that a name can only be used as what it is. */
final class Meters {

  private final MeterRegistry registry;
  private final Tags tags;

  Meters(MeterRegistry registry, Environment environment) {
    this.registry = registry;
    this.tags = Tags.of(MetricCatalogue.ENVIRONMENT, environment.name());
  }

  Counter counter(String name) {
    MetricSpec spec = spec(name, MetricKind.COUNTER);
    return Counter.builder(name)
        .description(spec.meaning())
        .baseUnit(spec.unit().baseUnit())
        .tags(tags)
        .register(registry);
  }

  <T> void gauge(String name, T state, ToDoubleFunction<T> value) {
    MetricSpec spec = spec(name, MetricKind.GAUGE);
    Gauge.builder(name, state, value)
        .description(spec.meaning())
        .baseUnit(spec.unit().baseUnit())
        .tags(tags)
        // A gauge whose state was collected would read NaN for ever after.
        .strongReference(true)
        .register(registry);
  }

  Timer timer(String name, String... moreTags) {
    MetricSpec spec = spec(name, MetricKind.HISTOGRAM);
    return Timer.builder(name)
        .description(spec.meaning())
        .tags(tags.and(moreTags))
        .register(registry);
  }

  private static MetricSpec spec(String name, MetricKind kind) {
    MetricSpec spec =
        MetricCatalogue.find(name)
            .orElseThrow(() -> new IllegalArgumentException(name + " is not in the catalogue"));
    if (spec.kind() != kind) {
      throw new IllegalArgumentException(name + " is a " + spec.kind() + ", not a " + kind);
    }
    return spec;
  }
}
