/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.journal.Origin;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import dev.runwatch.cloudwatch.internal.publishing.Publisher;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.Rollup;
import dev.runwatch.cloudwatch.internal.series.Units;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.core.instrument.internal.DefaultMeter;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * A Micrometer registry that publishes to Amazon CloudWatch: true percentiles, correct timestamps,
 * and bounded, counted loss during an outage. It replaces {@link CloudWatchMeterRegistry}:
 *
 * <pre>{@code
 * var registry = new RunwatchCloudWatchRegistry(config, Clock.SYSTEM, CloudWatchAsyncClient.create());
 * registry.counter("orders_total").increment();
 * registry.timer("request_latency_seconds").record(Duration.ofMillis(25));
 * registry.close(); // sends the open minute
 * }</pre>
 *
 * <p>Each meter is published under its own name, without a suffix, as one CloudWatch metric for
 * each dimension set: a timer and a summary as a distribution with the exact sum, count, minimum
 * and maximum, a counter as its growth in each step, a gauge as its value at the end of it. Time is
 * in seconds. Meters show the last complete step, as step meters do; percentiles and histograms
 * that a meter asks for are not published beside it, because CloudWatch computes any percentile
 * itself.
 *
 * <p>Thread-safe. {@link #close()} may be called more than once.
 */
public class RunwatchCloudWatchRegistry extends CloudWatchMeterRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(RunwatchCloudWatchRegistry.class);

  // The price of the first 10,000 custom metrics. Source: the CloudWatch price page, 2026.
  private static final double DOLLARS_PER_METRIC = 0.30;

  private final RunwatchCloudWatchConfig config;
  private final StepTime time;
  private final PublisherMetrics publisherMetrics;
  private final Map<Meter.Id, Collector> collectors = new ConcurrentHashMap<>();
  // The constructor above calls start() before there is anything to start; no initial value here,
  // or it would be set after that.
  private @Nullable Publisher publisher;

  /**
   * Creates a registry and starts its threads, unless the configuration is disabled.
   *
   * @param config the settings; a {@link RunwatchCloudWatchConfig} has more of them
   * @param clock the clock that steps follow
   * @param client the SDK's client; the caller owns it and closes it after this registry
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public RunwatchCloudWatchRegistry(
      CloudWatchConfig config, Clock clock, CloudWatchAsyncClient client) {
    this(config, clock, client, new NamedThreadFactory("runwatch-cloudwatch"));
  }

  /**
   * Creates a registry with threads of your factory; the registry names them and makes them
   * daemons.
   *
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public RunwatchCloudWatchRegistry(
      CloudWatchConfig config, Clock clock, CloudWatchAsyncClient client, ThreadFactory threads) {
    super(config, clock, client, threads);
    this.config = ConfigValidator.checked(config);
    this.time = new StepTime(clock, this.config.step());
    Publisher made = PublisherFactory.publisher(this.config, time, client);
    this.publisher = made;
    this.publisherMetrics = new PublisherMetrics(made, this.config.publisherMetricsTags());
    if (this.config.publisherMetricsEnabled()) {
      made.add(publisherMetrics);
    }
    if (!this.config.enabled()) {
      made.discard();
    }
    config().namingConvention(NamingConvention.identity);
    config().onMeterRemoved(meter -> retire(meter.getId()));
    start(threads);
  }

  private Publisher publisher() {
    Publisher present = publisher;
    if (present == null) {
      throw new IllegalStateException("the registry is still being constructed");
    }
    return present;
  }

  /**
   * The publisher's own metrics, to be bound to another registry: data accepted, pending and
   * dropped by reason, the publish lag, and the age of the last success. Counters are cumulative.
   */
  public MeterBinder publisherMetrics() {
    return publisherMetrics;
  }

  /** The publisher's own metrics at this moment. */
  public DeliveryStats deliveryStats() {
    return publisherMetrics.snapshot();
  }

  /** The number of data waiting and in flight, counted from the queue itself. */
  long pending() {
    return publisher().pending();
  }

  /** The number of requests in flight. */
  int underWay() {
    return publisher().underWay();
  }

  /**
   * Publishes sums that you counted yourself, from events that you keep. They are in the journal
   * when this returns, if there is one, and survive the process. Give every step, once with all of
   * its sums; an event that is noticed late makes another sum of its step, which CloudWatch adds.
   *
   * @throws IllegalStateException if the registry is closed
   */
  public void publish(CountedSums counted) {
    if (isClosed()) {
      throw new IllegalStateException("the registry is closed");
    }
    Rollup sums = new Rollup(0);
    for (CountedSums.Sum sum : counted.sums()) {
      Meter.Id id = new Meter.Id(sum.name(), sum.tags(), null, null, Meter.Type.COUNTER);
      sums.sum(sum.step().toEpochMilli(), target(id, StandardUnit.COUNT).keys(), sum.amount());
    }
    if (config.enabled()) {
      publisher()
          .offer(
              sums,
              new Origin(counted.source(), counted.number(), counted.after(), counted.upTo()));
    }
  }

  /**
   * The number of the last sums of a source that the journal has taken, in this process or an
   * earlier one; 0 when it has taken none. Remembered at least until {@link #settle}.
   */
  public long lastTaken(String source) {
    return publisher().lastRecord(source);
  }

  /** Tells that you know, also after a sudden death, that the sums up to this number were taken. */
  public void settle(String source, long number) {
    publisher().settle(source, number);
  }

  /** When the step begins to which a moment belongs. */
  public Instant stepOf(Instant moment) {
    return time.start(time.stepAt(moment.toEpochMilli()));
  }

  /** When the step began to which an increment or a sample belongs that is recorded now. */
  public Instant openStep() {
    return time.start(time.open());
  }

  /** The journal directory of this registry; empty without a journal. */
  public Optional<Path> journal() {
    return publisher().journalDirectory();
  }

  @Override
  public void start(ThreadFactory threads) {
    if (publisher != null && config.enabled()) {
      LOG.info(
          "Publishing to CloudWatch namespace {} every {} s. At most {} metrics, which cost up to {}"
              + " US dollars a month at 0.30 dollars each.",
          config.namespace(),
          config.step().toSeconds(),
          config.metricSetBudget(),
          Math.round(config.metricSetBudget() * DOLLARS_PER_METRIC));
      publisher.start(threads);
    }
  }

  @Override
  public void stop() {
    if (publisher != null) {
      publisher.stop();
    }
  }

  /** Collects the steps that are over and starts sending them, in the calling thread. */
  @Override
  protected void publish() {
    if (config.enabled()) {
      publisher().publish();
    }
  }

  /**
   * Collects the open step and sends until {@link RunwatchCloudWatchConfig#closeTimeout()} has
   * passed. Unsent data stay in the journal, or are dropped without one.
   */
  @Override
  public void close() {
    if (!isClosed()) {
      publisher().close(config.enabled());
    }
    super.close();
  }

  @Override
  protected TimeUnit getBaseTimeUnit() {
    return TimeUnit.SECONDS;
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    return published(
        id,
        new PublishedCounter(
            id, time, target(id, StandardUnit.COUNT), reason -> publisher().refused(reason)));
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig statistics, PauseDetector pauses) {
    MeterTarget target = fixed(id, StandardUnit.SECONDS);
    return published(
        id,
        new PublishedTimer(
            id, clock, time, target, statistics, () -> publisher().refused(DropReason.NEGATIVE)));
  }

  @Override
  protected DistributionSummary newDistributionSummary(
      Meter.Id id, DistributionStatisticConfig statistics, double scale) {
    MeterTarget target = target(id, StandardUnit.NONE);
    return published(
        id, new PublishedSummary(id, time, target, statistics, scale, publisher()::refused));
  }

  @Override
  protected <T> Gauge newGauge(Meter.Id id, @Nullable T state, ToDoubleFunction<T> value) {
    Gauge gauge = new DefaultGauge<>(id, state, value);
    published(id, gauge(id, gauge::value, target(id, StandardUnit.NONE)));
    return gauge;
  }

  @Override
  protected <T> FunctionCounter newFunctionCounter(
      Meter.Id id, T state, ToDoubleFunction<T> count) {
    MeterTarget target = target(id, StandardUnit.COUNT);
    return published(id, new PublishedFunctionCounter<>(id, time, state, count, target));
  }

  @Override
  protected <T> FunctionTimer newFunctionTimer(
      Meter.Id id,
      T state,
      ToLongFunction<T> count,
      ToDoubleFunction<T> total,
      TimeUnit totalUnit) {
    MeterTarget target = fixed(id, StandardUnit.SECONDS);
    return published(
        id, new PublishedFunctionTimer<>(id, time, state, count, total, totalUnit, target));
  }

  @Override
  protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig statistics) {
    MeterTarget target = fixed(id, StandardUnit.SECONDS);
    return published(id, new PublishedLongTaskTimer(id, clock, statistics, target));
  }

  @Override
  protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
    List<PublishedGauge.Part> parts = new ArrayList<>();
    for (Measurement measurement : measurements) {
      MeterTarget target = target(id.withTag(measurement.getStatistic()), StandardUnit.NONE);
      parts.add(new PublishedGauge.Part(measurement::getValue, target.readAsMaximum()));
    }
    published(id, new PublishedGauge(id, parts));
    return new DefaultMeter(id, type, measurements);
  }

  private static PublishedGauge gauge(Meter.Id id, DoubleSupplier value, MeterTarget target) {
    return new PublishedGauge(id, List.of(new PublishedGauge.Part(value, target)));
  }

  private MeterTarget target(Meter.Id id, StandardUnit otherwise) {
    return fixed(id, Units.of(id.getBaseUnit(), otherwise));
  }

  private MeterTarget fixed(Meter.Id id, StandardUnit unit) {
    return MeterTarget.of(id, unit, config, config().namingConvention());
  }

  private <S extends Collector> S published(Meter.Id id, S collector) {
    collectors.put(id, collector);
    publisher().add(collector);
    return collector;
  }

  private void retire(Meter.Id id) {
    Collector collector = collectors.remove(id);
    if (collector != null) {
      publisher().retire(collector);
    }
  }
}
