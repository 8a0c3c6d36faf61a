/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Witnesses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What programs of others say about the template, for each partition of AWS. */
final class WitnessesTest {

  /** Managed policies may have so many characters. Source: "IAM and AWS STS quotas". */
  private static final int POLICY_CHARACTERS = 6144;

  /**
   * What the witnesses say and is not so. The documentation gives the two actions of SNS no
   * resource; the errors of AWS name the topic as the resource, so a statement on the topic allows
   * them, and one on * would allow them for every topic. Parliament is older than mute rules;
   * policy_sentry knows them.
   */
  private static final List<String> SUPPRESSED =
      List.of(
          "parliament RESOURCE_MISMATCH"
              + " [{\"action\": \"sns:GetSubscriptionAttributes\", \"required_format\": \"*\"},"
              + " {\"action\": \"sns:Unsubscribe\", \"required_format\": \"*\"}]",
          "policy_sentry sns:GetSubscriptionAttributes is for ['*']",
          "policy_sentry sns:Unsubscribe is for ['*']",
          "parliament UNKNOWN_ACTION \"Unknown action cloudwatch:PutAlarmMuteRule\"",
          "parliament UNKNOWN_ACTION \"Unknown action cloudwatch:GetAlarmMuteRule\"",
          "parliament UNKNOWN_ACTION \"Unknown action cloudwatch:DeleteAlarmMuteRule\"",
          "parliament UNKNOWN_ACTION \"Unknown action cloudwatch:ListAlarmMuteRules\"");

  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "selfAlarms", "true",
          "weeklyTest", "cron(0 9 ? * MON *)",
          "mailParameter", "true",
          "https.high", "https://hooks.platform.internal/alarms",
          "sqs.medium", "arn:aws:sqs:eu-west-1:123456789012:alarms");

  /** Another namespace, other texts, other recipients. */
  private static final Map<String, Object> CHANGED =
      Map.of(
          "namespace", "Other/Namespace",
          "runbooks", "https://elsewhere.platform.internal/",
          "threshold.queue-backing-up", "77",
          "region", "us-west-2",
          "mail.high", "other@platform.internal");

  private static ObjectNode template;
  private static ObjectNode everything;

  @BeforeAll
  static void synthesise() {
    template = Stacks.template(Map.of());
    everything = Stacks.template(EVERYTHING);
  }

  @Test
  void cfnLintFindsNothingInThreePartitions() {
    for (ObjectNode each : List.of(template, everything)) {
      assertThat(
              lines(
                  "cfn_lint.py",
                  each,
                  "regions",
                  List.of("eu-west-1", "cn-north-1", "us-gov-west-1")))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"aws, eu-west-1", "aws-cn, cn-north-1", "aws-us-gov, us-gov-west-1"})
  void noStatementIsOnAResourceThatItsActionsDoNotHave(String partition, String region) {
    for (ObjectNode each : List.of(template, everything)) {
      assertThat(lines("policies.py", each, "partition", partition, "region", region))
          .filteredOn(line -> !line.startsWith("characters "))
          .allMatch(
              line -> SUPPRESSED.stream().anyMatch(line::startsWith), "is one of the suppressed");
    }
  }

  @Test
  void everySuppressionIsStillNeeded() {
    List<String> said = lines("policies.py", template, "partition", "aws", "region", "eu-west-1");
    assertThat(SUPPRESSED)
        .allMatch(line -> said.stream().anyMatch(it -> it.startsWith(line)), "is said");
  }

  @Test
  void thePolicyOfTheLongestNamesIsSmallEnough() {
    // What the template says for prod, with 28 more characters in each of its names.
    ObjectNode longest =
        (ObjectNode)
            Stacks.JSON.readTree(
                everything.toString().replace("runwatch-prod", "runwatch-prod" + "x".repeat(28)));
    assertThat(lines("policies.py", longest, "partition", "aws-us-gov", "region", "us-gov-west-1"))
        .filteredOn(line -> line.startsWith("characters "))
        .hasSize(3)
        .allSatisfy(
            line -> assertThat(Integer.parseInt(line.substring(11))).isLessThan(POLICY_CHARACTERS));
  }

  @Test
  void noChangeOfAnEnvironmentNeedsTheReplacementOfAResource() {
    ObjectNode changed = Stacks.template(CHANGED);
    Map<String, List<String>> createOnly = createOnly(template, changed);
    int compared = 0;
    for (Map.Entry<String, JsonNode> resource : template.path("Resources").properties()) {
      JsonNode before = resource.getValue();
      JsonNode after = changed.path("Resources").path(resource.getKey());
      if (after.isMissingNode()) {
        continue; // a recipient that is not there any more
      }
      for (String property : createOnly.get(before.path("Type").asString(""))) {
        assertThat(after.path("Properties").path(property))
            .as(resource.getKey() + "." + property)
            .isEqualTo(before.path("Properties").path(property));
        compared++;
      }
    }
    assertThat(compared).as("create-only properties").isGreaterThan(15);
  }

  /** A later rewording would make the update of every stack fail. */
  @Test
  void noCreateOnlyPropertyHoldsText() {
    Map<String, List<String>> createOnly = createOnly(everything);
    for (JsonNode resource : everything.path("Resources")) {
      for (String property : createOnly.get(resource.path("Type").asString(""))) {
        assertThat(resource.path("Properties").path(property).asString(""))
            .as(resource.path("Type") + "." + property)
            .doesNotContain(" ");
      }
    }
  }

  /** IAM and dashboards are global to an account. */
  @Test
  void theSameEnvironmentInAnotherRegionOfTheAccountCollidesWithNothing() {
    for (JsonNode resource : everything.path("Resources")) {
      String type = resource.path("Type").asString("");
      if (type.startsWith("AWS::IAM::")) {
        assertThat(resource.path("Properties").propertyNames())
            .doesNotContain("ManagedPolicyName", "RoleName");
      }
      if (type.equals("AWS::CloudWatch::Dashboard")) {
        assertThat(resource.path("Properties").path("DashboardName").toString())
            .isEqualTo("{\"Fn::Join\":[\"\",[\"runwatch-prod_\",{\"Ref\":\"AWS::Region\"}]]}");
      }
    }
  }

  private static Map<String, List<String>> createOnly(ObjectNode... templates) {
    TreeSet<String> types = new TreeSet<>();
    for (ObjectNode each : templates) {
      each.path("Resources").forEach(it -> types.add(it.path("Type").asString("")));
    }
    JsonNode known =
        Stacks.JSON.readTree(
            Witnesses.run(
                WitnessesTest.class,
                "witnesses/schemas.py",
                Stacks.JSON.writeValueAsString(Map.of("types", types, "region", "eu-west-1"))));
    Map<String, List<String>> createOnly = new TreeMap<>();
    types.forEach(
        type ->
            createOnly.put(
                type,
                known
                    .path(type)
                    .path("createOnly")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList()));
    return createOnly;
  }

  private static List<String> lines(String script, ObjectNode template, Object... more) {
    Map<String, Object> input = new TreeMap<>();
    input.put("template", template);
    for (int i = 0; i < more.length; i += 2) {
      input.put(String.valueOf(more[i]), more[i + 1]);
    }
    Stream<String> lines =
        Witnesses.run(
                WitnessesTest.class, "witnesses/" + script, Stacks.JSON.writeValueAsString(input))
            .lines();
    return lines.toList();
  }
}
