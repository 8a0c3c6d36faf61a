/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.export.GrafanaDatasource;
import dev.runwatch.dashboards.export.GrafanaExport;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.testing.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries of the CloudWatch variant, as Grafana sends them. */
final class GrafanaOnCloudWatchTest {

  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<AlarmDefinition> alarms =
      DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
  private final EmbeddedCloudWatch cloudWatch =
      new EmbeddedCloudWatch(new MetricStore(Duration.ofMinutes(1)), () -> NOW);

  @Test
  void everyQueryIsAnsweredByGetMetricData() {
    int answered = 0;
    for (JsonNode panel : dashboard().path("panels")) {
      List<MetricDataQuery> queries = new ArrayList<>();
      for (JsonNode target : panel.path("targets")) {
        queries.add(query(target));
      }
      if (!queries.isEmpty()) {
        queries.forEach(this::publish);
        assertThat(results(queries))
            .as(panel.path("title").asString(""))
            .isNotEmpty()
            .allSatisfy(result -> assertThat(result.values()).as(result.id()).isNotEmpty());
        answered++;
      }
    }
    assertThat(answered).isGreaterThan(10);
  }

  private List<MetricDataResult> results(List<MetricDataQuery> queries) {
    GetMetricDataResponse answer =
        cloudWatch
            .getMetricData(
                request ->
                    request
                        .startTime(NOW.minus(Duration.ofHours(1)))
                        .endTime(NOW)
                        .metricDataQueries(queries))
            .join();
    return answer.metricDataResults();
  }

  /** A value for the metric of a query. */
  private void publish(MetricDataQuery query) {
    if (query.metricStat() != null) {
      Metric metric = query.metricStat().metric();
      MetricDatum datum =
          MetricDatum.builder()
              .metricName(metric.metricName())
              .dimensions(metric.dimensions())
              .timestamp(NOW.minus(Duration.ofMinutes(20)))
              .value(3.0)
              .build();
      cloudWatch
          .putMetricData(request -> request.namespace(metric.namespace()).metricData(datum))
          .join();
    }
  }

  private static MetricDataQuery query(JsonNode target) {
    MetricDataQuery.Builder query =
        MetricDataQuery.builder()
            .id(target.path("id").asString(""))
            .label(target.path("label").asString(""))
            .returnData(!target.path("hide").asBoolean());
    int period = Integer.parseInt(target.path("period").asString(""));
    if (target.path("metricEditorMode").asInt() == 1) {
      return query.expression(target.path("expression").asString("")).period(period).build();
    }
    List<Dimension> dimensions = new ArrayList<>();
    target
        .path("dimensions")
        .properties()
        .forEach(
            it ->
                dimensions.add(
                    Dimension.builder()
                        .name(it.getKey())
                        .value(bound(it.getValue().path(0).asString("")))
                        .build()));
    return query
        .metricStat(
            stat ->
                stat.stat(target.path("statistic").asString(""))
                    .period(period)
                    .metric(
                        metric ->
                            metric
                                .namespace(bound(target.path("namespace").asString("")))
                                .metricName(target.path("metricName").asString(""))
                                .dimensions(dimensions)))
        .build();
  }

  private static String bound(String text) {
    return text.replace("$environment", "local")
        .replace("$namespace", MetricCatalogue.DEFAULT_NAMESPACE);
  }

  private JsonNode dashboard() {
    Dashboard dashboard = Dashboard.load(Repository.root().resolve("dashboards"), alarms);
    return JSON.readTree(
        new GrafanaExport(dashboard, alarms, "local")
            .files(GrafanaDatasource.CLOUDWATCH, "")
            .getOrDefault(GrafanaExport.DASHBOARD, ""));
  }
}
