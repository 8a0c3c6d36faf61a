/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cdk.proof.DeliveryProof;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every link from an alarm to a mailbox is there, and the proof misses each that is taken away. */
final class DeliveryProofTest {

  private static StackInput input;
  private static ObjectNode template;

  @BeforeAll
  static void synthesise() {
    App app = Stacks.app(Map.of());
    Map<String, StackInput> inputs = Stacks.synthesis().stacks(app);
    input = inputs.values().iterator().next();
    template = Stacks.template(Stacks.stack(app, inputs));
  }

  @Test
  void mailCanFlow() {
    assertThat(brokenLinks(template)).isEmpty();
  }

  @Test
  void mailCanFlowToAddressesThatAreParameters() {
    ObjectNode withParameters = Stacks.template(Map.of("mailParameter", "true"));
    assertThat(brokenLinks(withParameters)).isEmpty();
    assertThat(withParameters.toString()).doesNotContain("oncall@");
    first(withParameters, "AWS::SNS::Subscription").put("Protocol", "sms");
    assertThat(brokenLinks(withParameters)).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("links")
  void aMissingLinkIsTold(String link, Consumer<ObjectNode> removal, String told) {
    ObjectNode changed = template.deepCopy();
    removal.accept(changed);
    assertThat(changed).as("the template was changed").isNotEqualTo(template);
    assertThat(brokenLinks(changed)).anySatisfy(line -> assertThat(line).contains(told));
  }

  static Stream<Arguments> links() {
    return Stream.of(
        link(
            "an alarm",
            it -> resources(it).remove("Alarmqueuebackingup"),
            "runwatch-prod-queue-backing-up: the template has no such alarm"),
        link(
            "the actions of an alarm",
            it -> alarm(it).remove("AlarmActions"),
            "AlarmActions do not name the critical topic"),
        link(
            "the OK actions of an alarm",
            it -> alarm(it).remove("OKActions"),
            "OKActions do not name the critical topic"),
        link(
            "the switch of the actions",
            it -> alarm(it).put("ActionsEnabled", false),
            "its actions are disabled"),
        link(
            "an action's topic",
            it -> ((ObjectNode) alarm(it).path("AlarmActions").get(0)).put("Ref", "Nowhere"),
            "which is no topic"),
        link(
            "the topics",
            it -> removeAll(it, "AWS::SNS::Topic"),
            "there is no topic runwatch-prod-critical"),
        link(
            "the topic policies",
            it -> removeAll(it, "AWS::SNS::TopicPolicy"),
            "does not let CloudWatch publish"),
        link(
            "the Allow of a topic policy",
            it -> statements(it, "AWS::SNS::TopicPolicy", "PolicyDocument").remove(1),
            "does not let CloudWatch publish"),
        link(
            "the right account in a topic policy",
            it -> account(it, "AWS::SNS::TopicPolicy", "PolicyDocument", 1),
            "does not let CloudWatch publish"),
        link(
            "the right alarms in a topic policy",
            it ->
                ((ObjectNode)
                        statements(it, "AWS::SNS::TopicPolicy", "PolicyDocument")
                            .get(1)
                            .path("Condition")
                            .path("ArnLike"))
                    .put("aws:SourceArn", "arn:aws:cloudwatch:*:*:alarm:other-*"),
            "does not let CloudWatch publish"),
        link(
            "the right service in a topic policy",
            it ->
                ((ObjectNode)
                        statements(it, "AWS::SNS::TopicPolicy", "PolicyDocument")
                            .get(1)
                            .path("Principal"))
                    .put("Service", "events.amazonaws.com"),
            "does not let CloudWatch publish"),
        link(
            "a bound of the Deny in a topic policy",
            it ->
                ((ObjectNode) statements(it, "AWS::SNS::TopicPolicy", "PolicyDocument").get(0))
                    .remove("Condition"),
            "does not let CloudWatch publish"),
        link(
            "a condition that is understood",
            it ->
                ((ObjectNode)
                        statements(it, "AWS::SNS::TopicPolicy", "PolicyDocument")
                            .get(1)
                            .path("Condition"))
                    .putObject("NumericEquals")
                    .put("aws:SourceAccount", 1),
            "does not let CloudWatch publish"),
        link(
            "the key's statement",
            it -> statements(it, "AWS::KMS::Key", "KeyPolicy").remove(1),
            "does not let CloudWatch kms:Decrypt"),
        link(
            "an action of the key's statement",
            it ->
                ((ArrayNode) statements(it, "AWS::KMS::Key", "KeyPolicy").get(1).path("Action"))
                    .remove(1),
            "does not let CloudWatch kms:GenerateDataKey"),
        link(
            "the right account in the key's statement",
            it -> account(it, "AWS::KMS::Key", "KeyPolicy", 1),
            "does not let CloudWatch kms:Decrypt"),
        link("the key", it -> removeAll(it, "AWS::KMS::Key"), "which CloudWatch may not use"),
        link(
            "the key's life",
            it -> first(it, "AWS::KMS::Key").put("Enabled", false),
            "is disabled"),
        link(
            "a key that can be shared",
            it -> first(it, "AWS::SNS::Topic").put("KmsMasterKeyId", "alias/aws/sns"),
            "encrypted with alias/aws/sns"),
        link(
            "the subscriptions",
            it -> removeAll(it, "AWS::SNS::Subscription"),
            "critical: oncall@platform.internal is not subscribed"),
        link(
            "a subscription's address",
            it -> first(it, "AWS::SNS::Subscription").put("Endpoint", "else@platform.internal"),
            "oncall@platform.internal is not subscribed"));
  }

  private static Arguments link(String name, Consumer<ObjectNode> removal, String told) {
    return Arguments.of(name, removal, told);
  }

  private static List<String> brokenLinks(JsonNode changed) {
    return DeliveryProof.brokenLinks(changed, input.settings(), input.alarms());
  }

  private static ObjectNode resources(ObjectNode in) {
    return (ObjectNode) in.path("Resources");
  }

  private static ObjectNode alarm(ObjectNode in) {
    return (ObjectNode) resources(in).path("Alarmcoordinatordown").path("Properties");
  }

  private static ObjectNode first(ObjectNode in, String type) {
    for (JsonNode resource : resources(in)) {
      if (resource.path("Type").asString("").equals(type)) {
        return (ObjectNode) resource.path("Properties");
      }
    }
    throw new AssertionError("there is no " + type);
  }

  private static void removeAll(ObjectNode in, String type) {
    resources(in).removeIf(resource -> resource.path("Type").asString("").equals(type));
  }

  /** Those of CDK come before those that were added. */
  private static ArrayNode statements(ObjectNode in, String type, String document) {
    return (ArrayNode) first(in, type).path(document).path("Statement");
  }

  private static void account(ObjectNode in, String type, String document, int statement) {
    ObjectNode condition =
        (ObjectNode) statements(in, type, document).get(statement).path("Condition");
    ((ObjectNode) condition.path("StringEquals")).put("aws:SourceAccount", "999999999999");
  }
}
