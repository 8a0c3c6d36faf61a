/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.dashboard.v1.Dashboard;
import com.google.monitoring.dashboard.v1.MosaicLayout;
import com.google.monitoring.dashboard.v1.XyChart.DataSet;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition.PrometheusQueryLanguageCondition;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.runwatch.metrics.CloudMonitoringNames;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The exported policies and the dashboard, read strictly as the messages of Google's API. */
final class GoogleExamplesTest {

  private static final Path EXAMPLES = Repository.root().resolve("docs/examples/google");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void everyPolicyIsAnAlertPolicyOfTheApi() throws IOException {
    List<AlertPolicy> policies = policies();
    assertThat(policies).hasSizeGreaterThanOrEqualTo(4);
    assertThat(policies)
        .allSatisfy(
            policy -> {
              assertThat(policy.getCombiner()).isEqualTo(AlertPolicy.ConditionCombinerType.OR);
              assertThat(policy.getEnabled().getValue()).isTrue();
              assertThat(policy.getSeverity()).isNotEqualTo(AlertPolicy.Severity.UNRECOGNIZED);
              PrometheusQueryLanguageCondition condition =
                  policy.getConditions(0).getConditionPrometheusQueryLanguage();
              assertThat(condition.getQuery()).isNotEmpty();
              assertThat(condition.getDuration().getSeconds() % 30).isZero();
              assertThat(condition.getEvaluationInterval().getSeconds() % 30).isZero();
              assertThat(condition.getRuleGroup()).isEqualTo("runwatch-prod");
            });
    assertThat(policies.stream().map(AlertPolicy::getDisplayName)).doesNotHaveDuplicates();
  }

  @Test
  void theDashboardIsADashboardOfTheApiWhoseTilesFitTheGridAndDoNotOverlap() throws IOException {
    Dashboard dashboard = dashboard();
    int columns = dashboard.getMosaicLayout().getColumns();
    Set<String> cells = new TreeSet<>();
    for (MosaicLayout.Tile tile : dashboard.getMosaicLayout().getTilesList()) {
      assertThat(tile.getXPos() + tile.getWidth()).isLessThanOrEqualTo(columns);
      for (int x = 0; x < tile.getWidth(); x++) {
        for (int y = 0; y < tile.getHeight(); y++) {
          assertThat(cells.add((tile.getXPos() + x) + "," + (tile.getYPos() + y))).isTrue();
        }
      }
    }
    assertThat(lines(dashboard)).hasSizeGreaterThan(20);
  }

  @Test
  void promtoolReadsEveryQuery() throws Exception {
    StringBuilder rules = new StringBuilder("groups: [{name: google, rules: [");
    int count = 0;
    for (String query : queries()) {
      rules
          .append("{record: 'q")
          .append(count++)
          .append("', expr: ")
          .append(JSON.writeValueAsString(query.replace("${__interval}", "1m")))
          .append("},\n");
    }
    rules.append("]}]\n");
    Path file = Files.writeString(folder.resolve("rules.yml"), rules);
    Path output = folder.resolve("output.txt");
    int status =
        new ProcessBuilder(Needs.program("promtool").toString(), "check", "rules", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).contains(count + " rules found");
  }

  @Test
  void everyQueryReadsMetricsThatAreWritten() throws IOException {
    Set<String> written =
        MetricCatalogue.all().stream()
            .map(MetricSpec::name)
            .map(CloudMonitoringNames::promQl)
            .collect(Collectors.toSet());
    Pattern name = Pattern.compile("custom_googleapis_com:[a-z0-9_]+(?=\\{)");
    for (String query : queries()) {
      assertThat(name.matcher(query).results().map(MatchResult::group))
          .as(query)
          .isNotEmpty()
          .allMatch(
              it -> written.contains(it) || written.contains(it.replaceFirst("_[a-z]+$", "")));
    }
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (AlertPolicy policy : policies()) {
      queries.add(policy.getConditions(0).getConditionPrometheusQueryLanguage().getQuery());
    }
    lines(dashboard()).forEach(it -> queries.add(it.getTimeSeriesQuery().getPrometheusQuery()));
    return queries;
  }

  private static List<DataSet> lines(Dashboard dashboard) {
    return dashboard.getMosaicLayout().getTilesList().stream()
        .flatMap(tile -> tile.getWidget().getXyChart().getDataSetsList().stream())
        .toList();
  }

  private static List<AlertPolicy> policies() throws IOException {
    List<AlertPolicy> policies = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES.resolve("alarms/policies"))) {
      for (Path file : files.sorted().toList()) {
        Object yaml =
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        policies.add(policy(JSON.writeValueAsString(yaml)));
      }
    }
    return policies;
  }

  private static AlertPolicy policy(String json) throws InvalidProtocolBufferException {
    AlertPolicy.Builder policy = AlertPolicy.newBuilder();
    JsonFormat.parser().merge(json, policy);
    return policy.build();
  }

  private static Dashboard dashboard() throws IOException {
    Dashboard.Builder dashboard = Dashboard.newBuilder();
    JsonFormat.parser()
        .merge(Files.readString(EXAMPLES.resolve("dashboards/runwatch-overview.json")), dashboard);
    return dashboard.build();
  }
}
