/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.WarmUpConfiguration;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;

/** The check of one alarm: its warm-up, and a history that cannot be read. */
final class OneAlarmCheckTest {

  private static final String DOWN = "coordinator-down";
  private static final Map<Severity, String> TOPICS =
      Map.of(
          Severity.CRITICAL, "arn:critical",
          Severity.HIGH, "arn:high",
          Severity.MEDIUM, "arn:medium");

  private final AlarmDefinition definition =
      DefinitionLoader.load(Repository.root().resolve("alarms/" + DOWN + ".yaml"));
  private final EnvironmentSettings settings =
      EnvironmentSettings.load(
          Repository.root().resolve("infra/cdk/environments"),
          new Environment("prod"),
          List.of(definition),
          Map.of());
  private MetricAlarm alarm = AsDeployed.alarm(settings.deployed(definition), settings, TOPICS);
  private @Nullable URI endpoint;
  private boolean failsOnHistory;

  @Test
  void aWarmUpAsDefinedIsGreen() {
    assertThat(lines()).containsExactly("is as defined, in OK");
  }

  @Test
  void anotherWarmUpIsRed() {
    alarm =
        alarm.toBuilder().warmUpConfiguration(it -> it.warmUpPeriodDurationInMinutes(30)).build();
    assertThat(lines())
        .containsExactly(
            "WarmUpConfiguration.WarmUpPeriodDurationInMinutes is 30, the definition says 1440");
  }

  @Test
  void aWarmUpThatIsGoneIsRedOnAwsAndNotComparedOnLocalStackWhichHasNone() {
    alarm = alarm.toBuilder().warmUpConfiguration((WarmUpConfiguration) null).build();
    assertThat(lines())
        .containsExactly(
            "WarmUpConfiguration.WarmUpPeriodDurationInMinutes is empty, the definition says 1440");
    endpoint = URI.create("http://localhost:4566");
    assertThat(lines()).containsExactly("is as defined, in OK; not compared: WarmUpConfiguration");
  }

  /** LocalStack does once an alarm has a history. */
  @Test
  void anEndpointThatFailsOnAHistoryIsNoMissingPermission() {
    failsOnHistory = true;
    assertThatThrownBy(this::lines).isInstanceOf(CloudWatchException.class);
    endpoint = URI.create("http://localhost:4566");
    assertThat(lines())
        .containsExactly("is as defined, in OK", "this endpoint cannot tell its last action");
  }

  private List<String> lines() {
    Report report = new Report("prod");
    ExpectedEnvironment deployed =
        new ExpectedEnvironment(settings, List.of(settings.deployed(definition)));
    new AlarmsCheck(client(), deployed, AsDeployed.REGION, TOPICS)
        .run(report, Instant.parse("2026-11-24T09:00:00Z"));
    return report.findings().stream().map(Finding::message).toList();
  }

  private CloudWatchClient client() {
    return new CloudWatchClient() {
      @Override
      public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return DescribeAlarmsResponse.builder().metricAlarms(alarm).build();
      }

      @Override
      public DescribeAlarmsIterable describeAlarmsPaginator(DescribeAlarmsRequest request) {
        return new DescribeAlarmsIterable(this, request);
      }

      @Override
      public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
            .tags(
                tag("environment", "prod"), tag("service", "runwatch"), tag("severity", "critical"))
            .build();
      }

      @Override
      public DescribeAlarmHistoryResponse describeAlarmHistory(
          DescribeAlarmHistoryRequest request) {
        if (failsOnHistory) {
          throw CloudWatchException.builder().message("InternalError").statusCode(500).build();
        }
        return DescribeAlarmHistoryResponse.builder().build();
      }

      @Override
      public CloudWatchServiceClientConfiguration serviceClientConfiguration() {
        return CloudWatchServiceClientConfiguration.builder().endpointOverride(endpoint).build();
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
