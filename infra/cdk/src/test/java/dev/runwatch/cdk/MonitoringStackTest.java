/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class MonitoringStackTest {

  private static Template template;

  @BeforeAll
  static void synthesise() {
    Needs.node();
    App app =
        new App(
            AppProps.builder()
                .analyticsReporting(false)
                .context(
                    Map.of(
                        "env", "prod",
                        "mail.critical", "a@example.com,b@example.com",
                        "mail.high", "c@example.com"))
                .build());
    template = Template.fromStack(MonitoringApp.stack(app, Repository.root()));
  }

  @Test
  void thereAreFourAlarmsAndEachTellsItsTopicOfAlarmAndOk() {
    template.resourceCountIs("AWS::CloudWatch::Alarm", 4);
    for (Map.Entry<String, String> alarm :
        Map.of(
                "coordinator-down", "critical",
                "no-online-runners", "critical",
                "high-failure-rate", "high",
                "queue-backing-up", "medium")
            .entrySet()) {
      List<Object> topic =
          List.of(Map.of("Ref", Match.stringLikeRegexp("Topic" + alarm.getValue() + ".*")));
      template.hasResourceProperties(
          "AWS::CloudWatch::Alarm",
          Map.of(
              "AlarmName",
              "runwatch-prod-" + alarm.getKey(),
              "AlarmActions",
              topic,
              "OKActions",
              topic,
              "WarmUpConfiguration",
              Map.of("WarmUpPeriodDurationInMinutes", 30)));
    }
  }

  @Test
  void everyAddressIsSubscribed() {
    template.resourceCountIs("AWS::SNS::Subscription", 3);
  }

  @Test
  void cloudWatchMayUseTheKeyAndPublishToEveryTopic() {
    template.hasResourceProperties(
        "AWS::KMS::Key",
        Map.of(
            "KeyPolicy",
            Map.of(
                "Statement",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Principal", Map.of("Service", "cloudwatch.amazonaws.com"),
                                "Action", List.of("kms:Decrypt", "kms:GenerateDataKey*"))))))));
    Map<String, Map<String, Object>> policies =
        template.findResources(
            "AWS::SNS::TopicPolicy",
            Map.of(
                "Properties",
                Map.of(
                    "PolicyDocument",
                    Map.of(
                        "Statement",
                        Match.arrayWith(
                            List.of(
                                Match.objectLike(
                                    Map.of(
                                        "Effect", "Allow",
                                        "Action", "sns:Publish",
                                        "Principal",
                                            Map.of("Service", "cloudwatch.amazonaws.com")))))))));
    assertThat(policies).hasSize(3);
  }

  @Test
  void aPublisherMayPutMetricsIntoTheNamespaceAndNothingElse() {
    template.hasResourceProperties(
        "AWS::IAM::ManagedPolicy",
        Map.of(
            "PolicyDocument",
            Map.of(
                "Statement",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "Action",
                            "cloudwatch:PutMetricData",
                            "Condition",
                            Map.of(
                                "StringEquals", Map.of("cloudwatch:namespace", "Runwatch"))))))));
  }

  @Test
  void anAddressThatIsNoneIsRefusedByItsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.read(key -> key.equals("mail.high") ? "nobody" : null))
        .withMessageContaining("mail.high")
        .withMessageContaining("'nobody'");
  }
}
