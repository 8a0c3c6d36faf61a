/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Loading a dashboard and making the body for a deployment. */
final class DashboardTest {

  private static final Path SHIPPED = Repository.root().resolve("dashboards");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<AlarmDefinition> alarms =
      DefinitionLoader.loadAll(Repository.root().resolve("alarms"));

  @TempDir Path folder;

  @Test
  void aBodyNamesTheDeploymentInEveryPlace() {
    JsonNode body = JSON.readTree(body(Dashboard.load(SHIPPED, alarms)));
    assertThat(body.toString()).doesNotContain("@@");
    for (JsonNode widget : body.path("widgets")) {
      JsonNode properties = widget.path("properties");
      if (widget.path("type").asString("").equals("metric")) {
        assertThat(properties.path("region").asString("")).isEqualTo("eu-west-1");
      }
      for (JsonNode row : properties.path("metrics")) {
        if (row.path(0).isString()) {
          assertThat(row.path(0).asString("")).isEqualTo("Shop");
          assertThat(row.path(2).asString("")).isEqualTo("Environment");
          assertThat(row.path(3).asString("")).isEqualTo("prod");
        }
      }
    }
  }

  @Test
  void theAlarmWidgetShowsEveryAlarmByItsArn() {
    JsonNode body = JSON.readTree(body(Dashboard.load(SHIPPED, alarms)));
    assertThat(body.findValue("alarms").valueStream().map(it -> it.asString("")))
        .containsExactlyInAnyOrderElementsOf(arns().values());
  }

  @Test
  void theLinesDrawnAreTheAlarmsThresholdsAsNumbers() {
    Map<String, Double> lines = new HashMap<>();
    for (JsonNode widget : JSON.readTree(body(Dashboard.load(SHIPPED, alarms))).path("widgets")) {
      JsonNode properties = widget.path("properties");
      for (JsonNode line : properties.path("annotations").path("horizontal")) {
        assertThat(line.path("value").isNumber()).isTrue();
        lines.put(properties.path("title").asString(""), line.path("value").asDouble());
      }
    }
    assertThat(lines)
        .containsEntry("Queue", threshold("queue-backing-up"))
        .containsEntry("Runners online", threshold("no-online-runners"));
  }

  @Test
  void aNamespaceWithQuotesAndBackslashesKeepsTheBodyJson() {
    String namespace = "say \"hi\" \\ now";
    String body = Dashboard.load(SHIPPED, alarms).body("eu-west-1", "prod", namespace, arns());
    JsonNode row = JSON.readTree(body).findValue("metrics").path(0);
    assertThat(row.path(0).asString("")).isEqualTo(namespace);
  }

  @Test
  void anAlarmWithoutAnArnIsRefusedByItsToken() {
    Dashboard dashboard = Dashboard.load(SHIPPED, alarms);
    assertThatThrownBy(() -> dashboard.body("eu-west-1", "prod", "Runwatch", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("the dashboard's token @@alarm\\.[a-z-]+@@ has no value");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    refused("overview.json: cannot be read");
  }

  @Test
  void aFileThatIsNotJsonIsNamed() throws IOException {
    Files.writeString(folder.resolve(Dashboard.FILE), "{\"widgets\": [");
    refused("overview.json:1: the body: is not JSON");
  }

  @Test
  void aFileThatIsNotAnObjectIsNamed() throws IOException {
    Files.writeString(folder.resolve(Dashboard.FILE), "[]");
    refused("overview.json:1: the body: must be an object");
  }

  @Test
  void everyFaultOfAFileIsReportedWithTheFile() throws IOException {
    Files.writeString(
        folder.resolve(Dashboard.FILE),
        Files.readString(SHIPPED.resolve(Dashboard.FILE))
            .replace("\"#d62728\"", "\"red\"")
            .replace("\"@@region@@\"", "\"eu-west-1\""));
    assertThatThrownBy(() -> Dashboard.load(folder, alarms))
        .isInstanceOf(InvalidDashboardException.class)
        .satisfies(
            it ->
                assertThat(String.valueOf(it.getMessage()).lines())
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.startsWith(folder.resolve(Dashboard.FILE) + ":")));
  }

  private void refused(String message) {
    assertThatThrownBy(() -> Dashboard.load(folder, alarms))
        .isInstanceOf(InvalidDashboardException.class)
        .hasMessageContaining(message);
  }

  private String body(Dashboard dashboard) {
    return dashboard.body("eu-west-1", "prod", "Shop", arns());
  }

  private Map<String, String> arns() {
    Map<String, String> arns = new HashMap<>();
    alarms.forEach(
        alarm ->
            arns.put(
                alarm.name(), "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:" + alarm.name()));
    return arns;
  }

  private double threshold(String name) {
    return alarms.stream()
        .filter(alarm -> alarm.name().equals(name))
        .findFirst()
        .orElseThrow()
        .rule()
        .threshold();
  }
}
