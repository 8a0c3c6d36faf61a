/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.MonitoredResource;
import com.google.api.gax.rpc.ApiException;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.ProjectName;
import com.google.monitoring.v3.TimeSeries;
import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.stackdriver.Connection.CredentialsSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the points of a registry's meters every step, on one thread. A metric's descriptor is sent
 * before its first point, because Google would make one up from the point, without unit and text.
 */
final class Publication implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /** The limit of time series in a request. */
  static final int BATCH = 200;

  private static final long CLOSE_SECONDS = 5;

  private final Supplier<List<Meter>> meters;
  private final CloudMonitoringSettings settings;
  private final CredentialsSource source;
  private final InstantSource clock;
  private final Instant start;
  private final ScheduledExecutorService thread = DaemonExecutors.scheduled("stackdriver");

  // Of the thread only.
  private final Set<String> described = new HashSet<>();
  private @Nullable Connection connection;
  private String trouble = "";
  private Instant end;

  Publication(
      Supplier<List<Meter>> meters,
      CloudMonitoringSettings settings,
      CredentialsSource source,
      InstantSource clock) {
    this.meters = meters;
    this.settings = settings;
    this.source = source;
    this.clock = clock;
    this.start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    this.end = start;
  }

  /** The first turn is at once: it tells of missing credentials. */
  void start() {
    long millis = settings.step().toMillis();
    var unused = thread.scheduleAtFixedRate(() -> publish(true), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Publishes now, and returns after that. */
  void now() {
    CompletableFuture.runAsync(() -> publish(true), thread).join();
  }

  @Override
  public void close() {
    // What gauges read is closed by now.
    CompletableFuture<Void> last =
        CompletableFuture.runAsync(() -> publish(/* gauges= */ false), thread)
            .thenRunAsync(this::disconnect, thread);
    try {
      last.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The last metrics did not reach Google Cloud Monitoring in time");
    } finally {
      thread.shutdownNow();
    }
  }

  private void publish(boolean gauges) {
    try {
      Connection open = connection();
      List<Meter> all =
          meters.get().stream().filter(meter -> gauges || !(meter instanceof Gauge)).toList();
      describe(open, all);
      write(open, all);
      if (!trouble.isEmpty()) {
        trouble = "";
        LOG.info("Metrics reach Google Cloud Monitoring again");
      }
    } catch (IOException | ApiException e) {
      String reason = Reasons.of(e);
      if (!reason.equals(trouble)) {
        trouble = reason;
        LOG.warn(
            "Metrics do not reach Google Cloud Monitoring: {}; counts are kept and sent later",
            reason);
      }
    }
  }

  private Connection connection() throws IOException {
    Connection open = connection;
    if (open == null) {
      open = Connection.open(settings.project(), settings.emulator(), source);
      connection = open;
    }
    return open;
  }

  private void describe(Connection open, List<Meter> all) {
    for (Meter meter : all) {
      String name = meter.getId().getName();
      if (!described.contains(name)) {
        MetricCatalogue.find(name)
            .map(Descriptors::of)
            .ifPresent(
                descriptor ->
                    open.client()
                        .createMetricDescriptor(ProjectName.of(open.project()), descriptor));
        described.add(name);
      }
    }
  }

  private void write(Connection open, List<Meter> all) {
    MonitoredResource resource = settings.task().in(open.project());
    // A cumulative point must not end where it starts, nor any point where the last one did.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    end = now.isAfter(end) ? now : end.plusMillis(1);
    Points points = new Points(resource, start, end);
    List<TimeSeries> series = all.stream().map(points::of).flatMap(Optional::stream).toList();
    for (int from = 0; from < series.size(); from += BATCH) {
      open.client()
          .createTimeSeries(
              CreateTimeSeriesRequest.newBuilder()
                  .setName(ProjectName.of(open.project()).toString())
                  .addAllTimeSeries(series.subList(from, Math.min(from + BATCH, series.size())))
                  .build());
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
    }
  }
}
