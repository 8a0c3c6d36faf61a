/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.testing.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class MonitoringStackTest {

  private static ObjectNode template;

  @BeforeAll
  static void synthesise() {
    template = Stacks.template(Map.of());
  }

  @Test
  void eachAlarmOfTheFolderIsThereAndTellsItsTopicOfAlarmAndOk() {
    List<JsonNode> alarms = of(template, "AWS::CloudWatch::Alarm");
    Map<String, String> severities = severities();
    assertThat(alarms).hasSameSizeAs(severities.keySet());
    for (JsonNode alarm : alarms) {
      String name = alarm.path("AlarmName").asString("").replace("runwatch-prod-", "");
      String topic = "Topic" + severities.get(name);
      assertThat(alarm.path("AlarmActions").toString()).contains(topic);
      assertThat(alarm.path("OKActions").toString()).contains(topic);
      assertThat(alarm.path("WarmUpConfiguration").toString())
          .isEqualTo(
              name.equals("coordinator-down") ? "{\"WarmUpPeriodDurationInMinutes\":1440}" : "");
      assertThat(alarm.path("AlarmDescription").toString())
          .contains("Owner: run platform")
          .contains(
              "Runbook: https://wiki.platform.internal/runwatch/alarms/runbooks/" + name + ".md");
      assertThat(alarm.path("Tags").toString())
          .contains("\"severity\",\"Value\":\"" + severities.get(name));
      assertThat(alarm.has("InsufficientDataActions"))
          .as("only an expression can break")
          .isEqualTo(alarm.has("Metrics"));
    }
  }

  @Test
  void theTagsOfAnAlarmAreInItsNotificationsUnlessTheRegionHasNoSuchThing() {
    for (JsonNode alarm : of(template, "AWS::CloudWatch::Alarm")) {
      assertThat(alarm.path("ActionConfiguration").toString())
          .isEqualTo("{\"AlarmTagsPropagation\":{\"Enabled\":true}}");
    }
    for (JsonNode alarm :
        of(Stacks.template(Map.of("alarmTags", "false")), "AWS::CloudWatch::Alarm")) {
      assertThat(alarm.has("ActionConfiguration")).isFalse();
    }
  }

  @Test
  void optionalAlarmsAreInTheTemplateWhereTheyAreSwitchedOn() {
    int shipped = severities().size();
    assertThat(of(template, "AWS::CloudWatch::Alarm")).hasSize(shipped);
    ObjectNode with =
        Stacks.template(Map.of("optionalAlarms", "run-waiting-too-long,runner-saturation"));
    assertThat(of(with, "AWS::CloudWatch::Alarm"))
        .hasSize(shipped + 2)
        .extracting(it -> it.path("AlarmName").asString(""))
        .contains("runwatch-prod-run-waiting-too-long", "runwatch-prod-runner-saturation");
    assertThat(of(with, "AWS::CloudWatch::Alarm"))
        .filteredOn(it -> it.path("AlarmName").asString("").endsWith("saturation"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("AlarmActions").toString()).contains("Topicmedium"))
        .satisfies(
            it ->
                assertThat(it.path("AlarmDescription").toString())
                    .contains("runwatch/alarms/optional/runbooks/runner-saturation.md"));
  }

  /** Off unless the environment says when. */
  @Test
  void aWeeklyTestFiresAnAlarmOfEachSeverityAndNothingElse() {
    assertThat(of(template, "AWS::Scheduler::Schedule")).isEmpty();
    ObjectNode weekly = Stacks.template(Map.of("weeklyTest", "cron(0 9 ? * MON *)"));
    assertThat(of(weekly, "AWS::Scheduler::Schedule"))
        .hasSize(3)
        .allSatisfy(
            it ->
                assertThat(it.path("ScheduleExpression").asString(""))
                    .isEqualTo("cron(0 9 ? * MON *)"))
        .extracting(it -> it.path("Target").path("Input").asString(""))
        .anySatisfy(
            it ->
                assertThat(it)
                    .contains("\"AlarmName\":\"runwatch-prod-self-weekly-test-critical\"")
                    .contains("weekly test of paging"));
    assertThat(of(weekly, "AWS::CloudWatch::Alarm"))
        .filteredOn(it -> it.path("AlarmName").asString("").contains("-self-weekly-test-"))
        .hasSize(3)
        .allSatisfy(it -> assertThat(it.path("AlarmActions").size()).isEqualTo(1))
        .allSatisfy(
            it -> assertThat(it.path("TreatMissingData").asString("")).isEqualTo("notBreaching"));
  }

  @Test
  void theMailSaysWhereTheRunbookTheDashboardAndTheCoordinatorAre() {
    ObjectNode with = Stacks.template(Map.of("coordinatorUrl", "https://runs.platform.internal"));
    assertThat(of(with, "AWS::CloudWatch::Alarm"))
        .allSatisfy(
            it ->
                assertThat(it.path("AlarmDescription").path("Fn::Join").path(1).toString())
                    .containsPattern(
                        " Runbook: https://\\S+/runbooks/\\S+\\.md Dashboard: https://")
                    .contains("#dashboards/dashboard/")
                    .endsWith(" Coordinator: https://runs.platform.internal\"]"));
  }

  @Test
  void anEnvironmentsThresholdReachesTheAlarmAndTheDashboard() {
    ObjectNode changed = Stacks.template(Map.of("threshold.queue-backing-up", "777"));
    assertThat(of(changed, "AWS::CloudWatch::Alarm"))
        .filteredOn(it -> it.path("AlarmName").asString("").endsWith("queue-backing-up"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("Threshold").asDouble()).isEqualTo(777));
    assertThat(of(changed, "AWS::CloudWatch::Dashboard").get(0).toString()).contains(":777");
  }

  @Test
  void topicsThatTheAccountHasAreUsedAndNoneIsMade() {
    ObjectNode theirs =
        Stacks.template(
            Map.of(
                "topicArn.critical", "arn:aws:sns:eu-west-1:123456789012:pages",
                "topicArn.high", "arn:aws:sns:eu-west-1:123456789012:pages",
                "topicArn.medium", "arn:aws:sns:eu-west-1:123456789012:tickets"));
    for (String type :
        List.of(
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SNS::Subscription",
            "AWS::KMS::Key")) {
      assertThat(of(theirs, type)).as(type).isEmpty();
    }
    assertThat(of(theirs, "AWS::CloudWatch::Alarm"))
        .allSatisfy(
            it ->
                assertThat(it.path("AlarmActions").get(0).asString(""))
                    .startsWith("arn:aws:sns:eu-west-1:123456789012:"));
  }

  @Test
  void aTopicOfSeveralSeveritiesIsWatchedAndToldOnce() {
    String pages = "arn:aws:sns:eu-west-1:123456789012:pages";
    ObjectNode theirs =
        Stacks.template(
            Map.of(
                "topicArn.critical", pages,
                "topicArn.high", pages,
                "topicArn.medium", pages,
                "selfAlarms", "true"));
    assertThat(of(theirs, "AWS::CloudWatch::Alarm"))
        .filteredOn(it -> it.path("AlarmName").asString("").endsWith("notifications-failed"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("AlarmActions").size()).isEqualTo(1))
        .satisfies(it -> assertThat(it.path("Metrics").size()).isEqualTo(2));
  }

  @Test
  void endpointsOtherThanMailHaveADeadLetterQueue() {
    ObjectNode endpoints =
        Stacks.template(
            Map.of(
                "https.high", "https://hooks.platform.internal/alarms",
                "sqs.medium", "arn:aws:sqs:eu-west-1:123456789012:alarms"));
    assertThat(of(endpoints, "AWS::SNS::Subscription"))
        .filteredOn(it -> !it.path("Protocol").asString("").equals("email"))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.path("RedrivePolicy").toString()).contains("Undelivered"));
    assertThat(of(endpoints, "AWS::SQS::Queue")).hasSize(1);
    assertThat(of(template, "AWS::SQS::Queue")).isEmpty();
  }

  @Test
  void aPublisherMayPutMetricsIntoTheNamespaceAndNothingElse() {
    JsonNode policy =
        of(template, "AWS::IAM::ManagedPolicy").stream()
            .filter(it -> it.path("PolicyDocument").path("Statement").size() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(policy.path("PolicyDocument").path("Statement").toString())
        .isEqualTo(
            "[{\"Action\":\"cloudwatch:PutMetricData\",\"Condition\":{\"StringEquals\":"
                + "{\"cloudwatch:namespace\":\"Runwatch\"}},\"Effect\":\"Allow\",\"Resource\":\"*\"}]");
  }

  @Test
  void aNamespaceIsNeverReadAsAPolicyVariable() {
    ObjectNode odd = Stacks.template(Map.of("namespace", "a${aws:username}b"));
    assertThat(of(odd, "AWS::IAM::ManagedPolicy").toString())
        .contains("{\"cloudwatch:namespace\":\"a${$}{aws:username}b\"}");
  }

  @Test
  void anOperatorMayWriteToNamesOfThisStackOnly() {
    JsonNode policy =
        of(template, "AWS::IAM::ManagedPolicy").stream()
            .filter(it -> it.path("PolicyDocument").path("Statement").size() > 1)
            .findFirst()
            .orElseThrow();
    for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
      if (statement.path("Resource").asString("").equals("*") && !statement.has("Condition")) {
        assertThat(statement.path("Action").valueStream().map(it -> it.asString("")))
            .allMatch(it -> it.matches("cloudwatch:(Describe|Get|List).*"));
      }
    }
  }

  /** Of an environment whose name begins with this one's. */
  @Test
  void anOperatorOfProdCannotTouchTheAlarmsOfProdEu() {
    for (JsonNode policy : of(template, "AWS::IAM::ManagedPolicy")) {
      for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
        boolean reads =
            statement.path("Action").toString().equals("\"cloudwatch:ListTagsForResource\"");
        assertThat(statement.path("Resource").toString().contains("alarm:runwatch-prod-*"))
            .as(statement.toString())
            .isEqualTo(reads);
      }
    }
  }

  @Test
  void theTemplateNamesNeitherAccountNorRegion() {
    String text = template.toString();
    assertThat(text).doesNotContain("eu-west-1").doesNotContainPattern("\\b\\d{12}\\b");
  }

  @Test
  void alarmsOnTheMonitoringItselfAreThereWhenWanted() {
    assertThat(of(Stacks.template(Map.of("selfAlarms", "true")), "AWS::CloudWatch::Alarm"))
        .extracting(it -> it.path("AlarmName").asString(""))
        .hasSize(severities().size() + 2)
        .contains(
            "runwatch-prod-self-notifications-failed", "runwatch-prod-self-telemetry-dropped");
  }

  /** Of the alarms in {@code alarms/}, by name. */
  private static Map<String, String> severities() {
    return DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
        .collect(Collectors.toMap(AlarmDefinition::name, it -> it.severity().word()));
  }

  private static List<JsonNode> of(ObjectNode template, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode resource : template.path("Resources")) {
      if (resource.path("Type").asString("").equals(type)) {
        found.add(resource.path("Properties"));
      }
    }
    return found;
  }
}
