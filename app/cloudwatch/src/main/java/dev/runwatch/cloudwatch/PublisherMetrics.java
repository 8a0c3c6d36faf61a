/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.delivery.DeliveryCounters;
import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.publishing.Publisher;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import dev.runwatch.cloudwatch.internal.series.SeriesNaming;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The publisher's own metrics: published like any meter, and bindable to another registry. */
final class PublisherMetrics implements Collector, MeterBinder {

  static final String ACCEPTED = "telemetry_datums_accepted_total";
  static final String PENDING = "telemetry_datums_pending";
  static final String DROPPED = "telemetry_datums_dropped_total";
  static final String AMBIGUOUS = "telemetry_ambiguous_total";
  static final String PUBLISH_LAG = "telemetry_publish_lag_seconds";
  static final String METRIC_SETS = "telemetry_metric_sets";
  static final String LAST_SUCCESS_AGE = "telemetry_last_success_age_seconds";
  static final String DISTRIBUTION_ERROR = "telemetry_distribution_error_ratio";
  static final String METER_FAILURES = "telemetry_meter_failures_total";
  static final String THREAD_RESTARTS = "telemetry_thread_restarts_total";
  static final String REASON = "Reason";

  /** Published beyond the budget, or a used-up budget would hide that it is. */
  static final Set<String> NAMES =
      Set.of(ACCEPTED, PENDING, DROPPED, AMBIGUOUS, PUBLISH_LAG, METRIC_SETS);

  private final Publisher publisher;
  private final Tags tags;
  private final List<SeriesKey> accepted;
  private final List<SeriesKey> pending;
  private final List<SeriesKey> dropped;
  private final List<SeriesKey> ambiguous;
  private final List<SeriesKey> lag;
  private final List<SeriesKey> sets;
  private final Map<DropReason, List<SeriesKey>> byReason = new EnumMap<>(DropReason.class);
  private DeliveryCounters.Entries before;

  PublisherMetrics(Publisher publisher, Tags tags) {
    this.publisher = publisher;
    this.tags = tags;
    this.accepted = keys(ACCEPTED, tags, StandardUnit.COUNT);
    this.pending = keys(PENDING, tags, StandardUnit.COUNT);
    this.dropped = keys(DROPPED, tags, StandardUnit.COUNT);
    this.ambiguous = keys(AMBIGUOUS, tags, StandardUnit.COUNT);
    this.lag = keys(PUBLISH_LAG, tags, StandardUnit.SECONDS);
    this.sets = keys(METRIC_SETS, tags, StandardUnit.COUNT);
    for (DropReason reason : DropReason.values()) {
      byReason.put(reason, keys(DROPPED, tags.and(REASON, reason.label()), StandardUnit.COUNT));
    }
    this.before = new DeliveryCounters(0).entries();
  }

  private static List<SeriesKey> keys(String name, Tags tags, StandardUnit unit) {
    return SeriesNaming.keys(name, List.of(tags.stream().toList()), unit);
  }

  @Override
  public void collect(CollectionPass pass) {
    long step = pass.lastElapsed();
    DeliveryCounters.Entries now = publisher.entries();
    var rollup = pass.rollup();
    rollup.sum(step, accepted, (double) (now.accepted() - before.accepted()));
    rollup.sum(step, dropped, (double) (now.droppedInAll() - before.droppedInAll()));
    rollup.sum(step, ambiguous, (double) (now.ambiguous() - before.ambiguous()));
    now.dropped()
        .forEach(
            (reason, count) ->
                rollup.sum(
                    step,
                    byReason.getOrDefault(reason, List.of()),
                    (double) (count - before.dropped().getOrDefault(reason, 0L))));
    now.lagSeconds().ifPresent(seconds -> rollup.greatest(step, lag, seconds));
    rollup.greatest(step, sets, publisher.metricSets());
    if (pass.sampledSums().isPresent()) {
      rollup.total(step, pending, (double) now.pending());
    }
    before = now;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, ACCEPTED, tags, p -> p.entries().accepted());
    counter(registry, AMBIGUOUS, tags, p -> p.entries().ambiguous());
    counter(registry, METER_FAILURES, tags, Publisher::meterFailures);
    counter(registry, THREAD_RESTARTS, tags, Publisher::threadRestarts);
    for (DropReason reason : DropReason.values()) {
      counter(
          registry,
          DROPPED,
          tags.and(REASON, reason.label()),
          p -> p.entries().dropped().getOrDefault(reason, 0L));
    }
    gauge(registry, PENDING, "count", p -> p.entries().pending());
    gauge(registry, PUBLISH_LAG, "seconds", p -> p.entries().lagSeconds().orElse(Double.NaN));
    gauge(registry, METRIC_SETS, "count", Publisher::metricSets);
    gauge(registry, DISTRIBUTION_ERROR, "ratio", Publisher::distributionError);
    gauge(registry, LAST_SUCCESS_AGE, "seconds", p -> p.sinceLastSuccess().toMillis() / 1000.0);
  }

  private void counter(
      MeterRegistry registry, String name, Tags with, ToDoubleFunction<Publisher> count) {
    FunctionCounter.builder(name, publisher, count).tags(with).baseUnit("count").register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<Publisher> value) {
    Gauge.builder(name, publisher, value)
        .tags(tags)
        .baseUnit(unit)
        .strongReference(true)
        .register(registry);
  }

  DeliveryStats snapshot() {
    DeliveryCounters.Entries now = publisher.entries();
    Map<String, Long> reasons = new HashMap<>();
    now.dropped().forEach((reason, count) -> reasons.put(reason.label(), count));
    return new DeliveryStats(
        now.recorded(),
        now.accepted(),
        now.pending(),
        reasons,
        now.ambiguous(),
        publisher.metricSets(),
        publisher.journalFailures(),
        publisher.meterFailures(),
        publisher.distributionError(),
        now.lag(),
        publisher.sinceLastSuccess());
  }
}
