/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Needs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.model.Subscription;

/** The stack as a newcomer deploys it, and services as processes that publish to it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StackOnLocalStackIT {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String ALARM = "runwatch-dev-no-online-runners";

  @TempDir static Path folder;

  private static Account account;
  private static Launched coordinator;
  private static Launched runner;
  private static String address;

  @BeforeAll
  static void deploy() {
    Needs.node();
    account = new Account(LocalStack.require(), folder);
    account.cdk("npm", "ci");
    account.cdk("npx", "cdk", "bootstrap", "--no-notices");
    account.cdkDev("deploy", "--require-approval", "never");
  }

  @AfterAll
  static void stop() {
    if (runner != null) {
      runner.close();
    }
    if (coordinator != null) {
      coordinator.close();
    }
  }

  @Test
  @Order(1)
  void deployCreatesTheAlarmsTopicsAndSubscriptions() {
    assertThat(alarms())
        .containsExactlyInAnyOrder(
            "runwatch-dev-coordinator-down",
            "runwatch-dev-high-failure-rate",
            "runwatch-dev-no-online-runners",
            "runwatch-dev-queue-backing-up");
    assertThat(account.topicsOfDev()).hasSize(3);
    assertThat(account.sns().listSubscriptions().subscriptions())
        .filteredOn(it -> it.topicArn().contains(":runwatch-dev-"))
        .extracting(it -> it.protocol() + " " + it.endpoint())
        .containsExactlyInAnyOrder(
            "email oncall@platform.internal",
            "email oncall@platform.internal",
            "email team@platform.internal");
  }

  @Test
  @Order(2)
  void servicesPublishExactlyTheCataloguesNamesAndDimensions() throws Exception {
    // Other tests on this LocalStack publish for environments of their own.
    Set<String> others = account.values("Environment");
    coordinator =
        account.runwatch(
            "coordinator", "--listen", Account.COORDINATOR, "--step", "1s", "--store", "runs.db");
    address = coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG);
    runner = account.runwatch("runner", "--coordinator", address, "--step", "1s");
    runner.awaitLine("runner (lnch_\\S+) ready", LONG);
    post("/runs", "{}");
    post("/runs", "{\"executor\":\"fail\"}");
    Set<String> expected = new TreeSet<>();
    for (MetricSpec spec : MetricCatalogue.onCloudWatch()) {
      spec.dimensionSets().stream()
          .filter(set -> !set.contains(MetricCatalogue.REASON))
          .forEach(set -> expected.add(spec.name() + new TreeSet<>(set)));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(account.publishedSets()).isEqualTo(expected));
    Set<String> environments = account.values("Environment");
    environments.removeAll(others);
    assertThat(environments).containsExactly("dev");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(account.values("StatusClass")).contains("2xx");
              assertThat(account.values("Route")).contains("POST /runs");
            });
  }

  @Test
  @Order(3)
  void verifyIsGreenOnceEverybodyHasConfirmed() throws Exception {
    String before = verify(1);
    assertThat(before.lines().filter(line -> line.startsWith("FAIL")))
        .as(before)
        .hasSize(3)
        .allMatch(line -> line.contains("is subscribed, but nobody confirmed"));
    for (StackResource resource : account.subscriptions("runwatch-dev")) {
      String arn = resource.physicalResourceId();
      String answer = get(account.endpoint() + "/_aws/sns/subscription-tokens/" + arn);
      String token = answer.replaceAll("(?s).*\"subscription_token\":\\s*\"([^\"]*)\".*", "$1");
      String topic = arn.substring(0, arn.lastIndexOf(':'));
      account.sns().confirmSubscription(it -> it.topicArn(topic).token(token));
    }
    String green = verify(0);
    assertThat(green).doesNotContain("FAIL").contains("dev: ").contains(", 0 failed");
    assertThat(verify(0, "--format", "json")).contains("\"ok\" : true");
  }

  @Test
  @Order(4)
  void verifyNamesWhatSomebodyChanged() {
    MetricAlarm failures = account.describe("runwatch-dev-high-failure-rate");
    account.cloudWatch().deleteAlarms(it -> it.alarmNames("runwatch-dev-high-failure-rate"));
    MetricAlarm queue = account.describe("runwatch-dev-queue-backing-up");
    account.putAgain(queue, 60, queue.alarmActions());
    MetricAlarm runners = account.describe(ALARM);
    account.putAgain(runners, runners.threshold(), List.of());
    Subscription high =
        account.sns().listSubscriptions().subscriptions().stream()
            .filter(it -> it.topicArn().endsWith(":runwatch-dev-high"))
            .findFirst()
            .orElseThrow();
    account.sns().unsubscribe(it -> it.subscriptionArn(high.subscriptionArn()));

    String red = verify(1);
    assertThat(red)
        .contains("FAIL  runwatch-dev-high-failure-rate: there is no such alarm")
        .contains("FAIL  runwatch-dev-queue-backing-up: Threshold is 60, the definition says 50")
        .contains("FAIL  runwatch-dev-no-online-runners: AlarmActions is empty, the definition")
        .contains("FAIL  high: email oncall@platform.internal is not subscribed")
        .contains("4 failed");
    assertThat(verify(1, "--fix"))
        .contains(
            "email oncall@platform.internal was not subscribed and has been subscribed again");
    assertThat(verify(1))
        .contains("FAIL  high: email oncall@platform.internal is subscribed, but nobody");

    account.putAgain(queue, queue.threshold(), queue.alarmActions());
    account.putAgain(runners, runners.threshold(), runners.alarmActions());
    account.putAgain(failures, failures.threshold(), failures.alarmActions());
  }

  @Test
  @Order(4)
  void verifyNamesAMetricThatStopped() {
    Instant then = Instant.now().minus(Duration.ofMinutes(20));
    account
        .cloudWatch()
        .putMetricData(
            it ->
                it.namespace("Older")
                    .metricData(
                        MetricDatum.builder()
                            .metricName("runs_created_total")
                            .dimensions(
                                Dimension.builder().name("Environment").value("dev").build())
                            .timestamp(then)
                            .value(1.0)
                            .build()));
    assertThat(verify(1, "--set", "namespace=Older"))
        .containsPattern("FAIL {2}runs_created_total: stopped (19|20|21) minutes ago")
        .contains("FAIL  runs_pending_count: has no data of the last 3 hours")
        .contains("start a coordinator with --environment dev");
  }

  @Test
  @Order(5)
  void aStoppedRunnerIsMailed() throws Exception {
    runner.terminate();
    assertThat(runner.awaitEnd(LONG)).isZero();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(get(address + "/runners")).isEqualTo("{\"runners\":[]}"));
    MetricAlarm deployed =
        account.cloudWatch().describeAlarms(it -> it.alarmNames(ALARM)).metricAlarms().get(0);
    // The real alarm looks at three minutes, and LocalStack looks every three; its copy is quick.
    // Some releases of LocalStack take a 0 for missing, so here missing has to count.
    account
        .cloudWatch()
        .putMetricAlarm(
            it ->
                it.alarmName("runwatch-dev-copy-with-short-periods")
                    .namespace(deployed.namespace())
                    .metricName(deployed.metricName())
                    .dimensions(deployed.dimensions())
                    .statistic(deployed.statistic())
                    .comparisonOperator(deployed.comparisonOperator())
                    .threshold(deployed.threshold())
                    .alarmActions(deployed.alarmActions())
                    .period(10)
                    .evaluationPeriods(1)
                    .treatMissingData("breaching"));
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () ->
                assertThat(get(account.endpoint() + "/_aws/ses"))
                    .contains("oncall@platform.internal")
                    .contains("runwatch-dev-copy-with-short-periods"));
    account.cloudWatch().deleteAlarms(it -> it.alarmNames("runwatch-dev-copy-with-short-periods"));
  }

  /** Runs wait, one failed and the runner has ended; at last the coordinator ends. */
  @Test
  @Order(6)
  void theMailAloneLeadsToTheCauseByTheRunbooksCommands() throws Exception {
    post("/runs", "{\"agent_name\":\"waits for ever\"}");
    assertThat(followed("no-online-runners")).contains("{\"runners\":[]}").contains("healthy");
    assertThat(followed("queue-backing-up")).contains("waits for ever").contains("runs_pending");
    assertThat(followed("high-failure-rate")).contains("\"error\":\"failed on request\"");
    coordinator.terminate();
    assertThat(coordinator.awaitEnd(LONG)).isZero();
    assertThat(followed("coordinator-down")).contains("curl: (7)").contains("dev: ");
  }

  private static String followed(String alarm) throws Exception {
    String name = "runwatch-dev-" + alarm;
    for (StateValue state : List.of(StateValue.OK, StateValue.ALARM)) {
      account
          .cloudWatch()
          .setAlarmState(it -> it.alarmName(name).stateValue(state).stateReason("on purpose"));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(get(account.endpoint() + "/_aws/ses")).contains(name));
    LocalStack localStack = LocalStack.require();
    MailedRunbook runbook = MailedRunbook.of(get(account.endpoint() + "/_aws/ses"), name);
    assertThat(runbook.mute(folder, localStack))
        .as("the commands are right, and only LocalStack lacks the rules")
        .contains("runwatch mute: this endpoint does not support alarm mute rules")
        .doesNotContain("--help");
    return runbook.firstCommands(folder, localStack);
  }

  /**
   * LocalStack says success to an update of an alarm and changes nothing: it has to be made anew.
   */
  @Test
  @Order(7)
  void anotherThresholdIsDeployedAfterADestroy() {
    account.cdkDev("destroy", "--force");
    account.cdkDev("deploy", "--require-approval", "never", "-c", "threshold.queue-backing-up=75");
    assertThat(
            account
                .cloudWatch()
                .describeAlarms(it -> it.alarmNames("runwatch-dev-queue-backing-up"))
                .metricAlarms())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.threshold()).isEqualTo(75));
  }

  @Test
  @Order(8)
  void destroyLeavesNothing() {
    account.cdkDev("destroy", "--force");
    assertThat(alarms()).isEmpty();
    assertThat(account.topicsOfDev()).isEmpty();
    assertThat(account.enabledKeysOfDev()).isEmpty();
  }

  private static String verify(int status, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--env", "dev"));
    // The stack says with which addresses it was deployed.
    arguments.addAll(List.of(more));
    try (Launched launched = account.runwatch(arguments.toArray(String[]::new))) {
      int ended = launched.awaitEnd(LONG);
      assertThat(ended).as(launched.out() + launched.err()).isEqualTo(status);
      return launched.out();
    }
  }

  private static Set<String> alarms() {
    return account.cloudWatch().describeAlarms().metricAlarms().stream()
        .map(MetricAlarm::alarmName)
        .filter(name -> name.startsWith("runwatch-dev-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void post(String path, String body) throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding());
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
