/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.cli.account.OperatorPolicy;
import dev.runwatch.testing.Repository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

final class DataDrillTest {

  private final FakeAccount account = new FakeAccount();
  private final List<String> told = new ArrayList<>();
  private final Changes changes = new Changes();

  @Test
  void dataThatBreachArePublishedUntilCloudWatchItselfFindsAlarm() {
    account.evaluation = it -> it > 50 ? StateValue.ALARM : StateValue.OK;
    drill(Duration.ofSeconds(20)).run();
    assertThat(account.states).as("set by the drill").isEmpty();
    assertThat(account.published).extracting(MetricDatum::value).containsOnly(51.0, 1.0);
    assertThat(account.published).as("the whole range at once").hasSizeGreaterThan(10);
    assertThat(told)
        .contains(
            "publishing runners_online_count=1.0, runs_pending_count=51.0",
            "confirmed recipients: a@example.com")
        .anyMatch(it -> it.endsWith("CloudWatch evaluated the alarm to ALARM"))
        .anyMatch(it -> it.endsWith("its notification left for " + FakeAccount.TOPIC));
    assertThat(changes.end()).isEmpty();
    assertThat(account.queues).isEmpty();
  }

  @Test
  void anAlarmThatDetectsNothingIsAFailure() {
    account.evaluation = it -> StateValue.OK;
    assertThatThrownBy(() -> drill(Duration.ofMillis(10)).run())
        .isInstanceOf(DrillFailedException.class)
        .hasMessageContaining("CloudWatch evaluated the alarm to ALARM")
        .hasMessageContaining("does not detect what it is for");
  }

  @Test
  void whereSomethingElsePublishesNothingIsPublished() {
    account.others = true;
    assertThatThrownBy(() -> drill(Duration.ofSeconds(1)).run())
        .hasMessageContaining("something publishes runners_online_count");
    assertThat(account.published).isEmpty();
  }

  /** More than the requests of a whole drill. */
  static IntStream requests() {
    return IntStream.rangeClosed(1, 25);
  }

  /** A signal between any two requests, and while one is under way. */
  @ParameterizedTest
  @MethodSource("requests")
  void aSignalAtAnyStepLeavesNothingAndNoDataArePublishedAfterIt(int request) throws Exception {
    account.evaluation = it -> it > 50 ? StateValue.ALARM : StateValue.OK;
    AtomicInteger published = new AtomicInteger(Integer.MAX_VALUE);
    List<CompletableFuture<List<String>>> signals = new ArrayList<>();
    account.before(
        request,
        () -> {
          signals.add(CompletableFuture.supplyAsync(changes::end));
          signals.get(0).thenRun(() -> published.set(account.published.size()));
          pauseUntilTheSignalIsHandled(signals.get(0));
        });
    try {
      drill(Duration.ofSeconds(5)).run();
    } catch (DrillFailedException | SdkException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    for (CompletableFuture<List<String>> signal : signals) {
      assertThat(signal.get(30, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(account.published.size()).isLessThanOrEqualTo(published.get());
    assertThat(changes.end()).isEmpty();
    assertThat(account.queues).isEmpty();
    assertThat(account.subscriptions).isEmpty();
    assertThat(account.states).as("a data drill sets no state").isEmpty();
  }

  /** The signal waits for a change that is under way; other requests go on after it. */
  private static void pauseUntilTheSignalIsHandled(CompletableFuture<?> signal) {
    try {
      signal.get(100, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // a change is under way
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theOperatorsPolicyIsEnoughForADrillWithData() {
    FakeAccount prod = new FakeAccount("prod");
    prod.authority = new OperatorPolicy()::authorise;
    prod.evaluation = it -> it > 50 ? StateValue.ALARM : StateValue.OK;
    drill(prod, "prod", Duration.ofSeconds(20)).run();
    assertThat(changes.end()).isEmpty();
    assertThat(prod.queues).isEmpty();
    assertThat(told).noneMatch(it -> it.contains("history of the alarm is read"));
  }

  private DataDrill drill(Duration longest) {
    return drill(account, "staging", longest);
  }

  private DataDrill drill(FakeAccount in, String environment, Duration longest) {
    AlarmDefinition queue =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
            .filter(it -> it.name().equals("queue-backing-up"))
            .findFirst()
            .orElseThrow()
            .bound(environment, "Runwatch");
    return new DataDrill(
        in.cloudWatch,
        in.sns,
        in.sqs,
        InstantSource.system(),
        changes,
        longest,
        queue,
        in.alarm,
        "runwatch-" + environment + "_drill-",
        told::add);
  }
}
