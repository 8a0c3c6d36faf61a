/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk.proof;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.common.Json;
import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ResourcePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Proves on a template that mail can flow: alarm, action, topic, topic policy, key policy,
 * subscription. Existing topics are not in the template; {@code ./runwatch verify} checks those.
 */
public final class DeliveryProof {

  private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

  private final JsonNode resources;
  private final EnvironmentSettings settings;
  private final List<String> broken = new ArrayList<>();

  private DeliveryProof(JsonNode resources, EnvironmentSettings settings) {
    this.resources = resources;
    this.settings = settings;
  }

  /**
   * The links that are missing between an alarm and its recipients.
   *
   * @param template a template as maps and lists
   * @param settings the environment it is for
   * @param alarms the alarms it should have
   * @return one line for each missing link; empty when mail can flow
   */
  public static List<String> brokenLinks(
      Object template, EnvironmentSettings settings, List<AlarmDefinition> alarms) {
    JsonNode tree = Json.mapper().valueToTree(template);
    DeliveryProof proof = new DeliveryProof(tree.path("Resources"), settings);
    alarms.forEach(proof::alarm);
    for (Severity severity : Severity.values()) {
      if (!settings.topicArns().containsKey(severity)) {
        proof.subscriptions(severity);
      }
    }
    return List.copyOf(proof.broken);
  }

  private void alarm(AlarmDefinition definition) {
    String name = definition.cloudWatchName(settings.name().name());
    JsonNode alarm = properties("AWS::CloudWatch::Alarm", "AlarmName", name);
    if (alarm == null) {
      broken.add(name + ": the template has no such alarm");
      return;
    }
    if (definition.actions().enabled() && !alarm.path("ActionsEnabled").asBoolean(true)) {
      broken.add(name + ": its actions are disabled");
    }
    for (String list : List.of("AlarmActions", "OKActions")) {
      JsonNode actions = alarm.path(list);
      boolean notified = false;
      for (JsonNode action : actions) {
        notified |= leadsTo(definition.severity(), action);
        action(name, list, action);
      }
      if (!notified) {
        broken.add(
            name + ": " + list + " do not name the " + definition.severity().word() + " topic");
      }
    }
    for (JsonNode action : alarm.path("InsufficientDataActions")) {
      action(name, "InsufficientDataActions", action);
    }
  }

  private boolean leadsTo(Severity severity, JsonNode action) {
    String existing = settings.topicArns().get(severity);
    return existing == null
        ? topicId(severity).equals(TemplateText.of(action))
        : existing.equals(TemplateText.of(action));
  }

  private void action(String alarm, String list, JsonNode action) {
    String target = TemplateText.of(action);
    if (settings.topicArns().containsValue(target)) {
      return;
    }
    String id = action.path("Ref").asString("");
    JsonNode topic = resources.path(id);
    if (!topic.path("Type").asString("").equals("AWS::SNS::Topic")) {
      broken.add(alarm + ": " + list + " name " + target + ", which is no topic");
      return;
    }
    Map<String, String> request = request(alarm);
    if (!topicPolicy(id).allows(CLOUDWATCH, "sns:Publish", "${" + id + "}", request)) {
      broken.add(alarm + ": the policy of topic " + id + " does not let CloudWatch publish");
    }
    JsonNode key = topic.path("Properties").path("KmsMasterKeyId");
    if (!key.isMissingNode()) {
      key(alarm, id, TemplateText.of(key), request);
    }
  }

  private void key(String alarm, String topic, String text, Map<String, String> request) {
    String id = text.replaceAll("^\\$\\{([^.}]*)(\\.Arn)?}$", "$1");
    JsonNode key = resources.path(id);
    if (!key.path("Type").asString("").equals("AWS::KMS::Key")) {
      broken.add(
          alarm
              + ": topic "
              + topic
              + " is encrypted with "
              + text
              + ", which CloudWatch may not use");
      return;
    }
    if (!key.path("Properties").path("Enabled").asBoolean(true)) {
      broken.add(alarm + ": key " + id + " of topic " + topic + " is disabled");
    }
    ResourcePolicy policy =
        policy(key.path("Properties").path("KeyPolicy").path("Statement").valueStream());
    for (String action : List.of("kms:Decrypt", "kms:GenerateDataKey")) {
      if (!policy.allows(CLOUDWATCH, action, "*", request)) {
        broken.add(
            alarm + ": key " + id + " of topic " + topic + " does not let CloudWatch " + action);
      }
    }
  }

  private void subscriptions(Severity severity) {
    Destinations wanted = settings.destinations(severity);
    String topic = topicId(severity);
    if (topic.isEmpty()) {
      broken.add(severity.word() + ": there is no topic " + settings.topicName(severity));
      return;
    }
    if (!mailsAreParameters(topic, wanted.mail().size())) {
      wanted.mail().forEach(address -> subscribed(severity, topic, "email", address));
    }
    wanted.https().forEach(url -> subscribed(severity, topic, "https", url));
    wanted.sqs().forEach(queue -> subscribed(severity, topic, "sqs", queue));
  }

  /** Whether there is a parameter for each address; the template does not have their values. */
  private boolean mailsAreParameters(String topic, int number) {
    long parameters =
        resources
            .valueStream()
            .map(resource -> resource.path("Properties"))
            .filter(it -> it.path("Protocol").asString("").equals("email"))
            .filter(it -> TemplateText.of(it.path("TopicArn")).equals(topic))
            .filter(it -> it.path("Endpoint").has("Ref"))
            .count();
    return number > 0 && parameters == number;
  }

  private void subscribed(Severity severity, String topic, String protocol, String endpoint) {
    for (JsonNode resource : resources) {
      JsonNode properties = resource.path("Properties");
      if (resource.path("Type").asString("").equals("AWS::SNS::Subscription")
          && TemplateText.of(properties.path("TopicArn")).equals(topic)
          && properties.path("Protocol").asString("").equals(protocol)
          && TemplateText.of(properties.path("Endpoint")).equals(endpoint)) {
        return;
      }
    }
    broken.add(severity.word() + ": " + endpoint + " is not subscribed to its topic");
  }

  private String topicId(Severity severity) {
    for (Map.Entry<String, JsonNode> resource : resources.properties()) {
      if (resource.getValue().path("Type").asString("").equals("AWS::SNS::Topic")
          && resource
              .getValue()
              .path("Properties")
              .path("TopicName")
              .asString("")
              .equals(settings.topicName(severity))) {
        return "${" + resource.getKey() + "}";
      }
    }
    return "";
  }

  private ResourcePolicy topicPolicy(String topic) {
    List<JsonNode> statements = new ArrayList<>();
    for (JsonNode resource : resources) {
      JsonNode properties = resource.path("Properties");
      if (resource.path("Type").asString("").equals("AWS::SNS::TopicPolicy")
          && properties
              .path("Topics")
              .valueStream()
              .anyMatch(it -> it.path("Ref").asString("").equals(topic))) {
        properties.path("PolicyDocument").path("Statement").forEach(statements::add);
      }
    }
    return policy(statements.stream());
  }

  private static ResourcePolicy policy(Stream<JsonNode> statements) {
    return new ResourcePolicy(statements.map(TemplateText::resolved).toList());
  }

  private @Nullable JsonNode properties(String type, String key, String value) {
    for (JsonNode resource : resources) {
      if (resource.path("Type").asString("").equals(type)
          && resource.path("Properties").path(key).asString("").equals(value)) {
        return resource.path("Properties");
      }
    }
    return null;
  }

  private static Map<String, String> request(String alarm) {
    return Map.of(
        "aws:sourceaccount",
        "${AWS::AccountId}",
        "aws:sourcearn",
        "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:" + alarm,
        "aws:principalisawsservice",
        "true",
        "aws:securetransport",
        "true");
  }
}
