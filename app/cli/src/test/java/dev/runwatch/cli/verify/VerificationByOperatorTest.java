/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static dev.runwatch.cli.account.OperatorPolicy.ACCOUNT;
import static dev.runwatch.cli.account.OperatorPolicy.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.OperatorPolicy;
import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.testing.Repository;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListAlarmMuteRulesResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;

/** A verification with the rights of the operators' policy and no others. */
final class VerificationByOperatorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final String ALLOW =
      """
      {"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},
        "Action":["sns:Publish","kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*"}]}
      """;

  private final OperatorPolicy policy = new OperatorPolicy();
  private final Map<String, Function<SdkRequest, Object>> answers = new HashMap<>();
  private final ExpectedEnvironment deployed = deployed();
  private final Dashboard dashboard =
      Dashboard.load(Repository.root().resolve("dashboards"), deployed.alarms());
  private boolean confirmed = true;

  VerificationByOperatorTest() {
    Map<Severity, String> topics = new EnumMap<>(Severity.class);
    List<Output> outputs = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String arn = arn("sns", deployed.settings().topicName(severity));
      topics.put(severity, arn);
      outputs.add(Output.builder().outputKey("Topic" + severity.word()).outputValue(arn).build());
    }
    List<MetricAlarm> alarms = new ArrayList<>();
    Map<String, String> arns = new HashMap<>();
    for (AlarmDefinition definition : deployed.alarms()) {
      String arn = arn("cloudwatch", "alarm:" + definition.cloudWatchName("prod"));
      arns.put(definition.name(), arn);
      alarms.add(
          AsDeployed.alarm(definition, deployed.settings(), topics).toBuilder()
              .alarmArn(arn)
              .build());
    }
    answers.put(
        "describeStacks",
        request ->
            DescribeStacksResponse.builder()
                .stacks(
                    Stack.builder()
                        .stackId(arn("cloudformation", "stack/runwatch-prod/1"))
                        .stackStatus("CREATE_COMPLETE")
                        .outputs(outputs)
                        .build())
                .build());
    answers.put(
        "describeAlarms", request -> DescribeAlarmsResponse.builder().metricAlarms(alarms).build());
    answers.put("describeAlarmHistory", request -> DescribeAlarmHistoryResponse.builder().build());
    answers.put("listAlarmMuteRules", request -> ListAlarmMuteRulesResponse.builder().build());
    answers.put("listTagsForResource", this::tags);
    String body = dashboard.body(REGION, "prod", "Runwatch", arns, deployed.settings().runbooks());
    answers.put(
        "getDashboard", request -> GetDashboardResponse.builder().dashboardBody(body).build());
    answers.put(
        "getTopicAttributes",
        request ->
            GetTopicAttributesResponse.builder()
                .attributes(Map.of("Policy", ALLOW, "KmsMasterKeyId", arn("kms", "key/1")))
                .build());
    answers.put(
        "describeKey",
        request -> DescribeKeyResponse.builder().keyMetadata(it -> it.keyId("1")).build());
    answers.put("getKeyPolicy", request -> GetKeyPolicyResponse.builder().policy(ALLOW).build());
    answers.put(
        "listSubscriptionsByTopic",
        request -> subscriptions(((ListSubscriptionsByTopicRequest) request).topicArn()));
    answers.put(
        "getSubscriptionAttributes",
        request ->
            GetSubscriptionAttributesResponse.builder()
                .attributes(Map.of("PendingConfirmation", "false"))
                .build());
    answers.put("getMetricData", request -> data((GetMetricDataRequest) request));
    answers.put("listMetrics", request -> metrics());
  }

  @Test
  void theOperatorsPolicyIsEnoughForAGreenVerification() {
    Report report = verify();
    assertThat(report.findings())
        .filteredOn(it -> it.level() != Level.OK)
        .as("what is not green")
        .isEmpty();
    assertThat(report.status()).isZero();
  }

  @Test
  void itIsRedUntilTheRecipientsHaveConfirmed() {
    confirmed = false;
    assertThat(verify().status()).isEqualTo(1);
  }

  private Report verify() {
    return new Verification(
            client(CloudFormationClient.class, "cloudformation"),
            client(CloudWatchClient.class, "cloudwatch"),
            client(SnsClient.class, "sns"),
            client(KmsClient.class, "kms"),
            dashboard,
            REGION,
            /* fix= */ false,
            /* addressesUnknown= */ false)
        .run(deployed, NOW);
  }

  private static ExpectedEnvironment deployed() {
    List<AlarmDefinition> definitions =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    EnvironmentSettings settings =
        EnvironmentSettings.load(
            Repository.root().resolve("infra/cdk/environments"),
            new Environment("prod"),
            definitions,
            Map.of(
                "mail.critical", "oncall@platform.internal",
                "mail.high", "oncall@platform.internal",
                "mail.medium", "oncall@platform.internal"));
    return new ExpectedEnvironment(settings, definitions.stream().map(settings::deployed).toList());
  }

  private Object tags(SdkRequest request) {
    String name = value(request, "ResourceARN");
    String severity =
        deployed.alarms().stream()
            .filter(it -> name.endsWith(it.cloudWatchName("prod")))
            .findFirst()
            .orElseThrow()
            .severity()
            .word();
    return ListTagsForResourceResponse.builder()
        .tags(tag("environment", "prod"), tag("service", "runwatch"), tag("severity", severity))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private Object subscriptions(String topic) {
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(
            Subscription.builder()
                .protocol("email")
                .endpoint("oncall@platform.internal")
                .subscriptionArn(confirmed ? topic + ":1" : "PendingConfirmation")
                .build())
        .build();
  }

  private static Object data(GetMetricDataRequest request) {
    return GetMetricDataResponse.builder()
        .metricDataResults(
            request.metricDataQueries().stream()
                .map(
                    it ->
                        MetricDataResult.builder()
                            .id(it.id())
                            .timestamps(NOW.minusSeconds(60))
                            .values(0.0)
                            .build())
                .toList())
        .build();
  }

  private static Object metrics() {
    List<Metric> metrics = new ArrayList<>();
    MetricCatalogue.onCloudWatch()
        .forEach(
            spec ->
                spec.dimensionSets()
                    .forEach(
                        set ->
                            metrics.add(
                                Metric.builder()
                                    .metricName(spec.name())
                                    .dimensions(
                                        set.stream()
                                            .map(it -> Dimension.builder().name(it).build())
                                            .toList())
                                    .build())));
    return ListMetricsResponse.builder().metrics(metrics).build();
  }

  /** A client that refuses as AWS does what the policy does not allow, and answers the rest. */
  private <T> T client(Class<T> type, String service) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.equals("serviceClientConfiguration")) {
            return CloudWatchServiceClientConfiguration.builder().build();
          }
          if (answers.containsKey(name) && arguments[0] instanceof SdkRequest request) {
            String action =
                service + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            policy.authorise(action, resource(name, request));
            return answers.get(name).apply(request);
          }
          return InvocationHandler.invokeDefault(proxy, method, arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The ARN that AWS authorises a request on. */
  private static String resource(String operation, SdkRequest request) {
    return switch (operation) {
      case "listTagsForResource" -> value(request, "ResourceARN");
      case "getDashboard" ->
          "arn:aws:cloudwatch::" + ACCOUNT + ":dashboard/" + value(request, "DashboardName");
      case "describeStacks" -> arn("cloudformation", "stack/" + value(request, "StackName") + "/1");
      case "getTopicAttributes", "listSubscriptionsByTopic" -> value(request, "TopicArn");
      case "getSubscriptionAttributes" ->
          value(request, "SubscriptionArn").replaceFirst(":[^:]*$", "");
      case "describeKey", "getKeyPolicy" -> arn("kms", "key/1");
      default -> "*";
    };
  }

  private static String value(SdkRequest request, String field) {
    return request.getValueForField(field, String.class).orElse("");
  }

  private static String arn(String service, String rest) {
    return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + rest;
  }
}
