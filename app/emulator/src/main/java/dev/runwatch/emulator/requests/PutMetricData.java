/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** PutMetricData: takes all data of a request, or none. */
final class PutMetricData {

  private final MetricStore store;

  PutMetricData(MetricStore store) {
    this.store = store;
  }

  /** Takes a request; data without a timestamp are of {@code now}. */
  void accept(PutMetricDataRequest request, Instant now) {
    new DatumValidator(now).check(request);
    for (MetricDatum datum : request.metricData()) {
      Instant time = datum.timestamp() == null ? now : datum.timestamp();
      store.put(key(request.namespace(), datum), time, samples(datum));
    }
  }

  private static MetricKey key(String namespace, MetricDatum datum) {
    Map<String, String> dimensions = new HashMap<>();
    datum.dimensions().forEach(it -> dimensions.put(it.name(), it.value()));
    StandardUnit unit = datum.unit() == null ? StandardUnit.NONE : datum.unit();
    return new MetricKey(namespace, datum.metricName(), dimensions, unit.toString());
  }

  private static Samples samples(MetricDatum datum) {
    if (datum.value() != null) {
      return Samples.of(datum.value());
    }
    List<Double> values = datum.values();
    List<Double> counts =
        datum.counts().isEmpty() ? Collections.nCopies(values.size(), 1.0) : datum.counts();
    return new Samples(values, counts, statisticSet(datum.statisticValues()));
  }

  private static Samples.@Nullable StatisticSet statisticSet(@Nullable StatisticSet set) {
    return set == null
        ? null
        : new Samples.StatisticSet(set.sampleCount(), set.sum(), set.minimum(), set.maximum());
  }
}
