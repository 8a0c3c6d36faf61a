/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.testing.Repository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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

  private DataDrill drill(Duration longest) {
    AlarmDefinition queue =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
            .filter(it -> it.name().equals("queue-backing-up"))
            .findFirst()
            .orElseThrow()
            .bound("staging", "Runwatch");
    return new DataDrill(
        account.cloudWatch,
        account.sns,
        account.sqs,
        InstantSource.system(),
        changes,
        longest,
        queue,
        FakeAccount.ALARM,
        "runwatch-staging_drill-",
        told::add);
  }
}
