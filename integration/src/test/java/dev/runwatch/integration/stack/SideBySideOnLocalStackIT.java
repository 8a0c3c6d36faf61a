/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * Every environment's file in one account and in two regions, all at once, from the templates that
 * are deployed without the CDK. Names that are global to an account would collide.
 */
final class SideBySideOnLocalStackIT {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String SECOND = "eu-central-1";
  private static final Map<String, String> RECIPIENTS = new TreeMap<>(Account.MAIL_OF_DEV);

  static {
    RECIPIENTS.put("runbooks", "https://runbooks.platform.internal/alarms/");
  }

  @TempDir static Path folder;

  private static List<String> environments;
  private static List<Account> regions;

  @BeforeAll
  static void deploy() throws IOException {
    Needs.node();
    LocalStack localStack = LocalStack.require();
    environments = environments();
    regions =
        List.of(
            new Account(localStack, folder, LocalStack.REGION),
            new Account(localStack, folder, SECOND));
    for (Account region : regions) {
      Path templates = folder.resolve("templates-" + region.region());
      region.synthesise(environments, RECIPIENTS, templates);
      for (String environment : environments) {
        String name = "runwatch-" + environment;
        String template = Files.readString(templates.resolve(name + ".template.json"));
        region
            .cloudFormation()
            .createStack(
                it ->
                    it.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM));
      }
    }
  }

  @AfterAll
  static void destroy() {
    if (regions != null) {
      regions.forEach(
          region ->
              environments.forEach(
                  it -> region.cloudFormation().deleteStack(s -> s.stackName("runwatch-" + it))));
    }
  }

  @Test
  void everyEnvironmentIsDeployedBesideTheOthersInTwoRegionsAndDestroyedWithNothingLeft() {
    for (Account region : regions) {
      for (String environment : environments) {
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(region.status("runwatch-" + environment))
                        .isEqualTo("CREATE_COMPLETE"));
        assertThat(alarms(region, environment))
            .as(environment + " in " + region.region())
            .hasSize(4)
            .allMatch(it -> it.alarmArn().contains(":" + region.region() + ":"))
            .allMatch(it -> it.alarmActions().get(0).contains(":" + region.region() + ":"));
        assertThat(region.topics(environment)).hasSize(3);
      }
    }
    assertThat(regions.get(0).policies()).as("two policies of each stack").hasSize(12);
    destroy();
    for (Account region : regions) {
      for (String environment : environments) {
        await().atMost(LONG).until(() -> !region.exists("runwatch-" + environment));
        assertThat(alarms(region, environment)).isEmpty();
        assertThat(region.topics(environment)).isEmpty();
      }
    }
    assertThat(regions.get(0).policies()).isEmpty();
  }

  private static List<MetricAlarm> alarms(Account region, String environment) {
    return region
        .cloudWatch()
        .describeAlarms(it -> it.alarmNamePrefix("runwatch-" + environment + "-"))
        .metricAlarms();
  }

  private static List<String> environments() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("infra/cdk/environments"))) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith(".yaml"))
          .map(it -> it.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }
}
