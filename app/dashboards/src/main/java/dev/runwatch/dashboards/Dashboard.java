/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.common.Json;
import dev.runwatch.dashboards.body.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CloudWatch dashboard from a file, checked. Its body holds tokens for what differs between
 * deployments; {@link #body} replaces them. Immutable and thread-safe.
 */
public final class Dashboard {

  /** The file in the directory of dashboards. */
  public static final String FILE = "overview.json";

  /** With thresholds in place of their tokens. */
  private final ObjectNode body;

  /** The path or the URL of each alarm's runbook. */
  private final Map<String, String> runbooks;

  private Dashboard(ObjectNode body, Map<String, String> runbooks) {
    this.body = body;
    this.runbooks = Map.copyOf(runbooks);
  }

  /**
   * Reads and checks {@value #FILE}.
   *
   * @param directory the folder of the file
   * @param alarms the definitions whose thresholds and states the dashboard draws
   * @throws InvalidDashboardException with every fault, if the file cannot be read, CloudWatch
   *     would refuse it, or it contradicts the metric catalogue or the alarms
   */
  public static Dashboard load(Path directory, List<AlarmDefinition> alarms) {
    Path file = directory.resolve(FILE);
    String text = read(file);
    List<Fault> faults = DashboardLint.ours(text, alarms);
    if (!faults.isEmpty()) {
      throw new InvalidDashboardException(
          faults.stream().map(it -> file + ":" + it.place().line() + ": " + it).toList());
    }
    Map<String, Double> thresholds = new HashMap<>();
    Map<String, String> runbooks = new HashMap<>();
    alarms.forEach(alarm -> thresholds.put(alarm.name(), alarm.rule().threshold()));
    alarms.forEach(alarm -> runbooks.put(alarm.name(), alarm.runbook()));
    return new Dashboard(
        (ObjectNode) withThresholds(Json.mapper().readTree(text), thresholds), runbooks);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidDashboardException(List.of(file + ": cannot be read: " + e.getMessage()));
    }
  }

  /** A threshold is a number, so a number replaces the text that is its token. */
  private static JsonNode withThresholds(JsonNode node, Map<String, Double> thresholds) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(it -> copy.set(it.getKey(), withThresholds(it.getValue(), thresholds)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(it -> copy.add(withThresholds(it, thresholds)));
      return copy;
    }
    return Tokens.thresholdOf(node.asString(""))
        .map(thresholds::get)
        .<JsonNode>map(JsonNodeFactory.instance::numberNode)
        .orElse(node);
  }

  /**
   * The body for a deployment whose runbooks stand beside the alarms.
   *
   * @param alarmArns the ARN of each alarm by the name of its file
   * @return JSON
   * @throws IllegalArgumentException if an alarm on the dashboard has no ARN
   */
  public String body(
      String region, String environment, String namespace, Map<String, String> alarmArns) {
    return body(region, environment, namespace, alarmArns, "");
  }

  /**
   * The body for a deployment.
   *
   * @param alarmArns the ARN of each alarm by the name of its file
   * @param runbookBase precedes the path of a runbook, such as {@code https://git.example.org/}
   * @return JSON
   * @throws IllegalArgumentException if an alarm on the dashboard has no ARN
   */
  public String body(
      String region,
      String environment,
      String namespace,
      Map<String, String> alarmArns,
      String runbookBase) {
    Map<String, String> values = new HashMap<>();
    values.put(Tokens.REGION, region);
    values.put(Tokens.ENVIRONMENT, environment);
    values.put(Tokens.NAMESPACE, namespace);
    alarmArns.forEach((alarm, arn) -> values.put(Tokens.alarm(alarm), arn));
    runbooks.forEach(
        (alarm, runbook) ->
            values.put(
                Tokens.runbook(alarm),
                runbook.startsWith("https://") ? runbook : runbookBase + runbook));
    values.replaceAll((token, value) -> inJson(value));
    return Tokens.replaceAll(Json.mapper().writeValueAsString(body), values);
  }

  /** A value as it is written between the quotes of a JSON string. */
  private static String inJson(String value) {
    String quoted = Json.mapper().writeValueAsString(value);
    return quoted.substring(1, quoted.length() - 1);
  }
}
