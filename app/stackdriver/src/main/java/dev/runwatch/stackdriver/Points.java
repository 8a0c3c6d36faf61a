/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.Distribution;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import dev.runwatch.metrics.CloudMonitoringNames;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The points of one publication. A cumulative point covers the time since the start of the process,
 * so a point that is lost loses no count.
 *
 * @param resource the process
 * @param start when the process started
 * @param now the time of the points
 */
record Points(MonitoredResource resource, Instant start, Instant now) {

  /** A time series with one point, or empty for a meter without a value or off the catalogue. */
  Optional<TimeSeries> of(Meter meter) {
    return MetricCatalogue.find(meter.getId().getName())
        .flatMap(
            spec -> Optional.ofNullable(value(meter)).map(value -> series(spec, meter, value)));
  }

  private TimeSeries series(MetricSpec spec, Meter meter, TypedValue value) {
    Metric.Builder metric = Metric.newBuilder().setType(CloudMonitoringNames.type(spec.name()));
    for (Tag tag : meter.getId().getTagsAsIterable()) {
      metric.putLabels(tag.getKey(), tag.getValue());
    }
    MetricKind kind = Descriptors.kind(spec);
    TimeInterval.Builder interval = TimeInterval.newBuilder().setEndTime(timestamp(now));
    if (kind == MetricKind.CUMULATIVE) {
      interval.setStartTime(timestamp(start));
    }
    return TimeSeries.newBuilder()
        .setMetric(metric)
        .setResource(resource)
        .setMetricKind(kind)
        .setValueType(Descriptors.valueType(spec))
        .setUnit(CloudMonitoringNames.unit(spec.unit()))
        .addPoints(Point.newBuilder().setInterval(interval).setValue(value))
        .build();
  }

  private static @Nullable TypedValue value(Meter meter) {
    if (meter instanceof Counter counter) {
      return TypedValue.newBuilder().setInt64Value(Math.round(counter.count())).build();
    }
    if (meter instanceof FunctionCounter counter) {
      return TypedValue.newBuilder().setInt64Value(Math.round(counter.count())).build();
    }
    if (meter instanceof Gauge gauge) {
      double value = gauge.value();
      return Double.isFinite(value) ? TypedValue.newBuilder().setDoubleValue(value).build() : null;
    }
    if (meter instanceof Timer timer) {
      return TypedValue.newBuilder()
          .setDistributionValue(distribution(timer.takeSnapshot()))
          .build();
    }
    return null;
  }

  /**
   * The distribution of a snapshot whose buckets are cumulative. A value that arrives between the
   * reading of the count and of a bucket is counted in the bucket, so that the parts always add up.
   */
  private static Distribution distribution(HistogramSnapshot snapshot) {
    Distribution.Builder distribution = Distribution.newBuilder();
    Distribution.BucketOptions.Explicit.Builder bounds =
        Distribution.BucketOptions.Explicit.newBuilder();
    long below = 0;
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      bounds.addBounds(bucket.bucket(TimeUnit.SECONDS));
      long upTo = Math.max(below, Math.round(bucket.count()));
      distribution.addBucketCounts(upTo - below);
      below = upTo;
    }
    long count = Math.max(below, snapshot.count());
    distribution.addBucketCounts(count - below);
    double mean = snapshot.count() == 0 ? 0 : snapshot.total(TimeUnit.SECONDS) / snapshot.count();
    return distribution
        .setCount(count)
        .setMean(count == 0 ? 0 : mean)
        .setBucketOptions(Distribution.BucketOptions.newBuilder().setExplicitBuckets(bounds))
        .build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
