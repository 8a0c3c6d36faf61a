/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The account of a LocalStack: its clients, and the commands that people type against it. */
final class Account {

  static final Duration LONG = Duration.ofMinutes(5);

  /** Where the coordinator of {@code dev} listens: a port that is free when the tests begin. */
  static final String COORDINATOR = "127.0.0.1:" + freePort();

  /** Recipients for {@code dev}, which mails nobody as it is shipped, and what their mail names. */
  static final Map<String, String> MAIL_OF_DEV =
      new TreeMap<>(
          Map.of(
              "mail.critical", "oncall@platform.internal",
              "mail.high", "oncall@platform.internal",
              "mail.medium", "team@platform.internal",
              "coordinatorUrl", "http://" + COORDINATOR));

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final LocalStack localStack;
  private final Path folder;
  private final String region;
  private final CloudWatchClient cloudWatch;
  private final CloudFormationClient cloudFormation;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final KmsClient kms;
  private final IamClient iam;

  /**
   * @param folder where the processes' output goes
   */
  Account(LocalStack localStack, Path folder) {
    this(localStack, folder, LocalStack.REGION);
  }

  /**
   * @param folder where the processes' output goes
   */
  Account(LocalStack localStack, Path folder, String region) {
    this.region = region;
    this.localStack = localStack;
    this.folder = folder;
    this.cloudWatch = at(CloudWatchClient.builder()).build();
    this.cloudFormation = at(CloudFormationClient.builder()).build();
    this.sns = at(SnsClient.builder()).build();
    this.sqs = at(SqsClient.builder()).build();
    this.kms = at(KmsClient.builder()).build();
    this.iam = at(IamClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, C>, C> B at(B builder) {
    return builder
        .endpointOverride(localStack.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  URI endpoint() {
    return localStack.endpoint();
  }

  CloudWatchClient cloudWatch() {
    return cloudWatch;
  }

  CloudFormationClient cloudFormation() {
    return cloudFormation;
  }

  SnsClient sns() {
    return sns;
  }

  SqsClient sqs() {
    return sqs;
  }

  KmsClient kms() {
    return kms;
  }

  /** Runs a command in the CDK app's folder; it must succeed. */
  void cdk(String... command) {
    Path app = Repository.root().resolve("infra/cdk");
    String line = "cd '" + app + "' && exec " + String.join(" ", command);
    try (Launched launched =
        Launched.start(folder, localStack.environment(), List.of("sh", "-c", line))) {
      int status = launched.awaitEnd(LONG);
      assertThat(status).as("%s: %s%s", line, launched.out(), launched.err()).isZero();
    }
  }

  /** Runs a command of CDK on {@code dev} that mails somebody; it must succeed. */
  void cdkDev(String command, String... more) {
    List<String> line = new ArrayList<>(List.of("npx", "cdk", command, "--no-notices"));
    line.addAll(List.of(more));
    MAIL_OF_DEV.forEach((key, value) -> line.addAll(List.of("-c", key + "=" + value)));
    cdk(line.toArray(String[]::new));
  }

  /** Starts {@code ./runwatch}. */
  Launched runwatch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("runwatch").toString());
    command.addAll(List.of(arguments));
    return Launched.start(folder, localStack.environment(), command);
  }

  MetricAlarm describe(String name) {
    return cloudWatch.describeAlarms(it -> it.alarmNames(name)).metricAlarms().get(0);
  }

  void putAgain(MetricAlarm alarm, double threshold, List<String> actions) {
    PutMetricAlarmRequest.Builder request =
        PutMetricAlarmRequest.builder()
            .alarmName(alarm.alarmName())
            .alarmDescription(alarm.alarmDescription())
            .evaluationPeriods(alarm.evaluationPeriods())
            .datapointsToAlarm(alarm.datapointsToAlarm())
            .comparisonOperator(alarm.comparisonOperator())
            .treatMissingData(alarm.treatMissingData())
            .threshold(threshold)
            .actionsEnabled(alarm.actionsEnabled())
            .alarmActions(actions)
            .okActions(alarm.okActions())
            .insufficientDataActions(alarm.insufficientDataActions());
    if (alarm.metrics().isEmpty()) {
      request
          .namespace(alarm.namespace())
          .metricName(alarm.metricName())
          .dimensions(alarm.dimensions())
          .statistic(alarm.statistic())
          .period(alarm.period());
    } else {
      request.metrics(alarm.metrics());
    }
    cloudWatch.putMetricAlarm(request.build());
  }

  /** A list of subscriptions does not tell the ARN of one that nobody confirmed. */
  List<StackResource> subscriptions(String stack) {
    return cloudFormation
        .describeStackResources(it -> it.stackName(stack))
        .stackResources()
        .stream()
        .filter(it -> it.resourceType().equals("AWS::SNS::Subscription"))
        .toList();
  }

  /** The keys of the stack of {@code dev} that are not scheduled for deletion. */
  List<String> enabledKeysOfDev() {
    return kms.listKeys().keys().stream()
        .map(key -> kms.describeKey(it -> it.keyId(key.keyId())).keyMetadata())
        .filter(key -> key.enabled() && key.description().contains("alarms of dev"))
        .map(KeyMetadata::keyId)
        .toList();
  }

  /** The ARNs of the topics of {@code dev}. */
  List<String> topicsOfDev() {
    return topics("dev");
  }

  /** The ARNs of the topics of an environment. */
  List<String> topics(String environment) {
    return sns.listTopics().topics().stream()
        .map(Topic::topicArn)
        .filter(arn -> arn.contains(":runwatch-" + environment + "-"))
        .toList();
  }

  /** The names of all managed policies of stacks; IAM is global to the account. */
  List<String> policies() {
    return iam.listPolicies(it -> it.scope(PolicyScopeType.LOCAL)).policies().stream()
        .map(Policy::policyName)
        .filter(name -> name.startsWith("runwatch-"))
        .toList();
  }

  /** The names of all roles. */
  List<String> roles() {
    return iam.listRoles().roles().stream().map(Role::roleName).toList();
  }

  String region() {
    return region;
  }

  /** The status of a stack, or empty if there is none. */
  String status(String stack) {
    try {
      return cloudFormation
          .describeStacks(it -> it.stackName(stack))
          .stacks()
          .get(0)
          .stackStatusAsString();
    } catch (CloudFormationException e) {
      return ""; // it does not exist
    }
  }

  /** Whether a stack is there. */
  boolean exists(String stack) {
    String status = status(stack);
    return !status.isEmpty() && !status.equals("DELETE_COMPLETE");
  }

  /** Writes the templates for an account without the bootstrap stack. */
  void synthesise(List<String> environments, Map<String, String> values, Path output) {
    List<String> line = new ArrayList<>(List.of("npx", "cdk", "synth", "-q", "--no-notices"));
    line.addAll(List.of("-c", "env=" + String.join(",", environments), "-c", "synth=legacy"));
    line.addAll(List.of("-c", "region=" + region, "-o", output.toString()));
    values.forEach((key, value) -> line.addAll(List.of("-c", key + "=" + value)));
    cdk(line.toArray(String[]::new));
  }

  /** Every metric that {@code dev} publishes, with the names of its dimensions. */
  Set<String> publishedSets() {
    Set<String> sets = new TreeSet<>();
    for (Metric metric :
        cloudWatch.listMetricsPaginator(it -> it.namespace("Runwatch")).metrics()) {
      Map<String, String> dimensions = new HashMap<>();
      metric.dimensions().forEach(it -> dimensions.put(it.name(), it.value()));
      // Other tests on this LocalStack publish for environments of their own.
      if ("dev".equals(dimensions.get("Environment"))) {
        sets.add(metric.metricName() + new TreeSet<>(dimensions.keySet()));
      }
    }
    return sets;
  }

  /** The values of a dimension. */
  Set<String> values(String dimension) {
    return cloudWatch.listMetricsPaginator(it -> it.namespace("Runwatch")).metrics().stream()
        .flatMap(metric -> metric.dimensions().stream())
        .filter(it -> it.name().equals(dimension))
        .map(Dimension::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
