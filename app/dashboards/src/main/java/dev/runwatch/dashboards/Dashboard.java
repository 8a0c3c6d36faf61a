/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The dashboard of {@code overview.json}: a CloudWatch dashboard body with tokens where it depends
 * on the deployment. The thresholds it draws are those of the alarm files. Immutable.
 */
public final class Dashboard {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String THRESHOLD = "@@threshold.";
  private static final String ALARM = "@@alarm.";
  private static final String END = "@@";

  private final ObjectNode body;

  private Dashboard(ObjectNode body) {
    this.body = body;
  }

  /**
   * Reads and checks {@code overview.json}.
   *
   * @param dashboardsDirectory where the file is
   * @param alarms whose thresholds it draws
   * @throws InvalidDashboardException if the file is not readable or not right: all its faults
   */
  public static Dashboard load(Path dashboardsDirectory, List<AlarmDefinition> alarms) {
    Path file = dashboardsDirectory.resolve("overview.json");
    JsonNode root;
    try {
      root = JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidDashboardException(List.of(file + ": cannot be read: " + e.getMessage()));
    } catch (JacksonException e) {
      throw new InvalidDashboardException(List.of(file + ": is not JSON: " + e.getMessage()));
    }
    if (!(root instanceof ObjectNode body)) {
      throw new InvalidDashboardException(List.of(file + ": is not an object"));
    }
    Map<String, Double> thresholds = new HashMap<>();
    alarms.forEach(alarm -> thresholds.put(alarm.name(), alarm.threshold()));
    List<String> faults = new ArrayList<>(new DashboardLint(thresholds).faults(body));
    if (!faults.isEmpty()) {
      throw new InvalidDashboardException(faults.stream().map(it -> file + ": " + it).toList());
    }
    return new Dashboard((ObjectNode) withThresholds(body, thresholds));
  }

  /** Thresholds are numbers, so their tokens stand for the whole text. */
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
    if (node.isString() && node.stringValue().startsWith(THRESHOLD)) {
      Double threshold = thresholds.get(name(node.stringValue(), THRESHOLD));
      return JsonNodeFactory.instance.numberNode(threshold == null ? 0 : threshold);
    }
    return node;
  }

  static String name(String token, String prefix) {
    return token.substring(prefix.length(), token.length() - END.length());
  }

  static boolean isAlarmToken(String text) {
    return text.startsWith(ALARM) && text.endsWith(END);
  }

  static String alarmOf(String token) {
    return name(token, ALARM);
  }

  static boolean isThresholdToken(String text) {
    return text.startsWith(THRESHOLD) && text.endsWith(END);
  }

  static String thresholdOf(String token) {
    return name(token, THRESHOLD);
  }

  /**
   * The body for a deployment.
   *
   * @param alarmArns the ARN of each alarm by the name of its file
   */
  public String body(
      String region, String environment, String namespace, Map<String, String> alarmArns) {
    String text = JSON.writeValueAsString(body);
    text = text.replace("@@region@@", region);
    text = text.replace("@@environment@@", environment);
    text = text.replace("@@namespace@@", namespace);
    for (Map.Entry<String, String> arn : alarmArns.entrySet()) {
      text = text.replace(ALARM + arn.getKey() + END, arn.getValue());
    }
    return text;
  }

  /** The widgets that draw metrics, from the top left to the bottom right. */
  public List<Widget> widgets() {
    List<Widget> widgets = new ArrayList<>();
    for (JsonNode widget : body.path("widgets")) {
      if (widget.path("type").asString("").equals("metric")) {
        widgets.add(Widgets.read(widget.path("properties")));
      }
    }
    return widgets;
  }
}
