/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricQuery;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The alarm with metric math on LocalStack, which never evaluates one: it is {@code alarms drive}
 * that does so here, and LocalStack that mails.
 */
final class AlarmsOnLocalStackIT {

  /** An account of its own, so that this and other tests see nothing of each other. */
  private static final String ACCOUNT = "000000000042";

  private static final String ENVIRONMENT = "drive";
  private static final String ALARM = "runwatch-drive-high-failure-rate";
  private static final String MAILBOX = "drive@example.com";

  @TempDir static Path folder;

  private static LocalStack localStack;
  private static CloudWatchClient cloudWatch;
  private static SnsClient sns;
  private static AlarmDefinition definition;
  private static Instant newest;

  @BeforeAll
  static void tenFailuresFiveMinutesAgo() {
    localStack = LocalStack.require();
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, "test"));
    cloudWatch =
        CloudWatchClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.of(LocalStack.REGION))
            .credentialsProvider(credentials)
            .build();
    sns =
        SnsClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.of(LocalStack.REGION))
            .credentialsProvider(credentials)
            .build();
    definition =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
            .filter(alarm -> alarm.name().equals("high-failure-rate"))
            .findFirst()
            .orElseThrow()
            .bound(ENVIRONMENT, "Runwatch");
    newest = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
    for (int i = 0; i < 40; i++) {
      put("runs_failed_recent_count", i, i == 5 ? 10 : 0);
      put("runs_ended_recent_count", i, i == 5 ? 11 : 1);
    }
  }

  @AfterAll
  static void close() {
    cloudWatch.close();
    sns.close();
  }

  @Test
  void driveEvaluatesTheFailureRateAndLocalStackMails() {
    String topic = sns.createTopic(request -> request.name("drive-high")).topicArn();
    sns.subscribe(request -> request.topicArn(topic).protocol("email").endpoint(MAILBOX));
    cloudWatch.putMetricAlarm(
        request ->
            request
                .alarmName(ALARM)
                .metrics(definition.metrics().stream().map(AlarmsOnLocalStackIT::query).toList())
                .evaluationPeriods(definition.rule().evaluationPeriods())
                .datapointsToAlarm(definition.rule().datapointsToAlarm())
                .threshold(definition.rule().threshold())
                .comparisonOperator(definition.rule().operator().word())
                .treatMissingData(definition.rule().treatMissingData().word())
                .alarmActions(topic)
                .okActions(topic));
    assertThat(state()).isEqualTo(StateValue.INSUFFICIENT_DATA);

    String said = runwatch("drive", "--endpoint", localStack.endpoint().toString(), "--once");

    assertThat(said)
        .contains(ALARM + " INSUFFICIENT_DATA -> ALARM: Threshold Crossed: 1 ")
        .contains("1 alarms driven, 1 changed");
    assertThat(state()).isEqualTo(StateValue.ALARM);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(mails()).contains(MAILBOX).contains(ALARM));
  }

  @Test
  void backtestPagesThroughHistoryAndAgreesWithAnExport() throws IOException {
    String to = newest.plus(Duration.ofMinutes(1)).toString();
    String from = newest.minus(Duration.ofDays(3)).toString();
    List<String> asked =
        List.of(
            "backtest",
            "high-failure-rate",
            "--environment",
            ENVIRONMENT,
            "--threshold",
            "0.1,0.3,0.9",
            "--format",
            "json");
    List<String> paged = new ArrayList<>(asked);
    paged.addAll(
        List.of("--endpoint", localStack.endpoint().toString(), "--from", from, "--to", to));
    List<String> exported = new ArrayList<>(asked);
    exported.addAll(List.of("--input", export(Instant.parse(from), Instant.parse(to)).toString()));

    String onLocalStack = runwatch(paged.toArray(String[]::new));
    String onTheFile = runwatch(exported.toArray(String[]::new));

    assertThat(thresholds(onLocalStack))
        .contains("\"threshold\":0.1,\"fired\":1")
        .contains("\"threshold\":0.9,\"fired\":0")
        .isEqualTo(thresholds(onTheFile));
  }

  private static String thresholds(String json) {
    return json.substring(json.indexOf("\"thresholds\""));
  }

  private static Path export(Instant from, Instant to) throws IOException {
    List<MetricDataQuery> legs =
        definition.metrics().stream()
            .filter(query -> query.stat() != null)
            .map(
                query ->
                    query(query).toBuilder()
                        .returnData(true)
                        .metricStat(query(query).metricStat().toBuilder().period(60).build())
                        .build())
            .toList();
    GetMetricDataResponse data =
        cloudWatch.getMetricData(
            request -> request.metricDataQueries(legs).startTime(from).endTime(to));
    String results =
        data.metricDataResults().stream()
            .map(
                result ->
                    "{\"Id\":\""
                        + result.id()
                        + "\",\"Timestamps\":"
                        + result.timestamps().stream().map(time -> "\"" + time + "\"").toList()
                        + ",\"Values\":"
                        + result.values()
                        + "}")
            .collect(Collectors.joining(","));
    return Files.writeString(
        folder.resolve("export.json"), "{\"MetricDataResults\":[" + results + "]}");
  }

  private static MetricDataQuery query(MetricQuery query) {
    MetricDataQuery.Builder built =
        MetricDataQuery.builder().id(query.id()).returnData(query.returnData());
    if (query.stat() != null) {
      built.metricStat(stat(query.stat()));
    }
    return built.expression(query.expression()).build();
  }

  private static software.amazon.awssdk.services.cloudwatch.model.MetricStat stat(MetricStat stat) {
    return software.amazon.awssdk.services.cloudwatch.model.MetricStat.builder()
        .metric(
            metric ->
                metric.namespace(stat.namespace()).metricName(stat.name()).dimensions(dimension()))
        .stat(stat.statistic().name())
        .period((int) stat.period().toSeconds())
        .build();
  }

  private static Dimension dimension() {
    return Dimension.builder().name("Environment").value(ENVIRONMENT).build();
  }

  private static void put(String name, int minutesAgo, double value) {
    MetricDatum datum =
        MetricDatum.builder()
            .metricName(name)
            .dimensions(dimension())
            .unit("Count")
            .timestamp(newest.minus(Duration.ofMinutes(minutesAgo)))
            .value(value)
            .build();
    cloudWatch.putMetricData(request -> request.namespace("Runwatch").metricData(datum));
  }

  private static StateValue state() {
    return cloudWatch
        .describeAlarms(request -> request.alarmNames(ALARM))
        .metricAlarms()
        .get(0)
        .stateValue();
  }

  private static String mails() throws IOException, InterruptedException {
    URI mailbox = localStack.endpoint().resolve("/_aws/ses?email=admin@localstack.com");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(mailbox).build(), BodyHandlers.ofString())
        .body();
  }

  private static String runwatch(String... arguments) {
    Map<String, String> environment = new HashMap<>(localStack.environment());
    environment.put("AWS_ACCESS_KEY_ID", ACCOUNT);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Drunwatch.home=" + Repository.root());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.runwatch.cli.Main");
    command.add("alarms");
    command.addAll(List.of(arguments));
    try (Launched launched = Launched.start(folder, environment, command)) {
      int status = launched.awaitEnd(Duration.ofMinutes(2));
      assertThat(status).as("%s%s", launched.out(), launched.err()).isZero();
      return launched.out();
    }
  }
}
