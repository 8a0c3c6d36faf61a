/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.metrics.MetricSpec.Idle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Checks that every metric of the catalogue arrives, and reads the publishers' own metrics. */
final class MetricsCheck {

  private static final Duration WINDOW = Duration.ofHours(3);

  /** Longer than the one or two minutes that are not yet complete or published. */
  private static final Duration STOPPED = Duration.ofMinutes(5);

  private static final Duration LAG_WINDOW = Duration.ofMinutes(15);
  private static final double LAG_SECONDS = 300;
  private static final Duration DROPS_WINDOW = Duration.ofHours(24);
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private final CloudWatchClient client;
  private final EnvironmentSettings settings;

  MetricsCheck(CloudWatchClient client, EnvironmentSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  void run(Report report, Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    List<MetricSpec> specs = MetricCatalogue.onCloudWatch();
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      queries.add(query("m" + i, specs.get(i).name(), "SampleCount", MINUTE));
    }
    Map<String, MetricDataResult> results = read(queries, end.minus(WINDOW), end);
    for (int i = 0; i < specs.size(); i++) {
      arrives(report, specs.get(i), last(results.get("m" + i)), now);
    }
    publishers(report, end);
  }

  private void arrives(Report report, MetricSpec spec, Optional<Instant> last, Instant now) {
    String from =
        spec.publishers().stream()
            .map(it -> it.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(" or "));
    String fix =
        "start a " + from + " with --environment " + settings.name() + " and the publisher policy";
    if (last.isPresent() && last.get().isAfter(now.minus(STOPPED))) {
      report.add(Finding.ok(spec.name(), "arrives, last at " + last.get()));
      return;
    }
    String message =
        last.map(
                it -> "stopped " + Duration.between(it, now).toMinutes() + " minutes ago, at " + it)
            .orElse("has no data of the last " + WINDOW.toHours() + " hours");
    report.add(
        spec.idle() == Idle.SILENT
            ? Finding.warn(spec.name(), message, "ignore it if nothing happened since")
            : Finding.fail(spec.name(), message, fix));
  }

  private void publishers(Report report, Instant end) {
    String subject = "publishers";
    Map<String, MetricDataResult> lag =
        read(
            List.of(query("lag", MetricCatalogue.TELEMETRY_PUBLISH_LAG, "Maximum", MINUTE)),
            end.minus(LAG_WINDOW),
            end);
    double worst = values(lag.get("lag")).stream().mapToDouble(it -> it).max().orElse(0);
    Map<String, MetricDataResult> counts =
        read(
            List.of(query("dropped", MetricCatalogue.TELEMETRY_DROPPED, "Sum", HOUR)),
            end.minus(DROPS_WINDOW),
            end);
    double dropped = values(counts.get("dropped")).stream().mapToDouble(it -> it).sum();
    if (worst > LAG_SECONDS) {
      report.add(
          Finding.warn(
              subject,
              "data lag by up to " + Math.round(worst) + " s",
              "read the logs of the services: delivery to CloudWatch is slow or was interrupted"));
    }
    if (dropped > 0) {
      report.add(
          Finding.warn(
              subject,
              Math.round(dropped) + " data were dropped in 24 hours",
              "see the dimension Reason of " + MetricCatalogue.TELEMETRY_DROPPED));
    }
    if (worst <= LAG_SECONDS && dropped <= 0) {
      report.add(Finding.ok(subject, "no lag above 300 s, no data dropped in 24 hours"));
    }
  }

  private MetricDataQuery query(String id, String metric, String statistic, int period) {
    Dimension environment =
        Dimension.builder().name(MetricCatalogue.ENVIRONMENT).value(settings.name().name()).build();
    Metric named =
        Metric.builder()
            .namespace(settings.namespace())
            .metricName(metric)
            .dimensions(environment)
            .build();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(stat -> stat.stat(statistic).period(period).metric(named))
        .build();
  }

  private Map<String, MetricDataResult> read(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    Map<String, MetricDataResult> results = new HashMap<>();
    client
        .getMetricDataPaginator(
            request -> request.startTime(from).endTime(to).metricDataQueries(queries))
        .metricDataResults()
        .forEach(it -> results.merge(it.id(), it, MetricsCheck::joined));
    return results;
  }

  private static MetricDataResult joined(MetricDataResult a, MetricDataResult b) {
    List<Instant> timestamps = new ArrayList<>(a.timestamps());
    timestamps.addAll(b.timestamps());
    List<Double> values = new ArrayList<>(a.values());
    values.addAll(b.values());
    return a.toBuilder().timestamps(timestamps).values(values).build();
  }

  private static Optional<Instant> last(@Nullable MetricDataResult result) {
    return result == null
        ? Optional.empty()
        : result.timestamps().stream().max(Comparator.naturalOrder());
  }

  private static List<Double> values(@Nullable MetricDataResult result) {
    return result == null ? List.of() : result.values();
  }
}
