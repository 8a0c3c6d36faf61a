/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VerificationTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  @Test
  void whatAwsRefusesToTellIsRedAndTheRestIsStillTold() {
    Report report =
        verification(() -> CloudWatchException.builder().message("no").statusCode(403).build())
            .run(deployed(), NOW);
    assertThat(report.green()).isFalse();
    assertThat(report.findings())
        .extracting(Finding::subject)
        .containsExactly(
            "runwatch-prod",
            "alarms",
            "arn:aws:sns:eu-west-1:123456789012:p",
            "metrics",
            "dimensions");
    assertThat(report.findings()).allMatch(it -> it.message().startsWith("cannot be checked"));
  }

  @Test
  void withoutAWayToAwsThereIsNoReport() {
    assertThatThrownBy(
            () ->
                verification(() -> SdkClientException.create("Unable to load credentials"))
                    .run(deployed(), NOW))
        .isInstanceOf(SdkClientException.class);
  }

  @Test
  void aReportIsLinesOrOneDocument() {
    Report report = new Report("prod");
    report.add(Finding.ok("a", "is right"));
    report.add(Finding.fail("b", "is wrong", "fix it"));
    StringWriter text = new StringWriter();
    report.asText(new PrintWriter(text, true));
    assertThat(text.toString().lines())
        .containsExactly(
            "ok    a: is right", "FAIL  b: is wrong; fix it", "prod: 1 ok, 0 warnings, 1 failed");
    StringWriter json = new StringWriter();
    report.asJson(new PrintWriter(json, true));
    JsonNode document = JsonMapper.shared().readTree(json.toString());
    assertThat(document.path("ok").asBoolean(true)).isFalse();
    assertThat(document.path("checks").get(1).path("fix").asString("")).isEqualTo("fix it");
  }

  private static ExpectedEnvironment deployed() {
    List<AlarmDefinition> definitions =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    EnvironmentSettings settings =
        EnvironmentSettings.load(
            Repository.root().resolve("infra/cdk/environments"),
            new Environment("prod"),
            definitions,
            Map.of("topicArn.high", "arn:aws:sns:eu-west-1:123456789012:p"));
    return new ExpectedEnvironment(settings, definitions.stream().map(settings::deployed).toList());
  }

  private static Verification verification(Supplier<RuntimeException> failure) {
    return new Verification(
        failing(CloudFormationClient.class, failure),
        failing(CloudWatchClient.class, failure),
        failing(SnsClient.class, failure),
        failing(KmsClient.class, failure),
        Dashboard.load(Repository.root().resolve("dashboards"), deployed().alarms()),
        "eu-west-1",
        false,
        false);
  }

  /** A client whose every call fails. */
  private static <T> T failing(Class<T> client, Supplier<RuntimeException> failure) {
    return client.cast(
        Proxy.newProxyInstance(
            client.getClassLoader(),
            new Class<?>[] {client},
            (proxy, method, arguments) -> {
              throw failure.get();
            }));
  }
}
