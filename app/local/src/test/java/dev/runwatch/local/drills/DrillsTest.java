/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.local.services.HostedService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DrillsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final FakeCoordinator fake = new FakeCoordinator();
  private final RunsClient runs = new RunsClient(fake.uri());
  private double completed;
  private final Drills drills =
      new Drills(service("coordinator"), service("runners"), runs, () -> completed);

  @AfterEach
  void close() {
    drills.close();
    fake.close();
  }

  @Test
  void thereIsADrillForEachAlarmAndItsWayBack() {
    assertThat(drills.names())
        .containsExactly(
            "runners-stop",
            "runners-start",
            "coordinator-stop",
            "coordinator-start",
            "fail-runs",
            "queue-flood",
            "queue-drain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runners-stop", "runners-start", "coordinator-stop", "coordinator-start"})
  void aDrillStopsOrStartsItsService(String drill) {
    assertThat(drills.begin(drill)).isTrue();
    await().atMost(LONG).untilAsserted(() -> assertThat(calls).containsExactly(drill));
  }

  @Test
  void drillsRunOneAfterTheOther() {
    drills.begin("runners-stop");
    drills.begin("coordinator-stop");
    drills.begin("runners-start");
    await().atMost(LONG).until(() -> calls.size() == 3);
    assertThat(calls).containsExactly("runners-stop", "coordinator-stop", "runners-start");
  }

  @Test
  void anUnknownDrillDoesNotBegin() {
    assertThat(drills.begin("nonsense")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "20, 10", "200, 55"})
  void failedRunsAreWellOverATenthOfAllThatEnded(double completedRuns, int failures) {
    completed = completedRuns;
    drills.begin("fail-runs");
    await().atMost(LONG).until(() -> fake.created().size() == failures);
    assertThat(failures / (failures + completedRuns)).isGreaterThan(0.2);
    assertThat(fake.created())
        .allSatisfy(
            run -> {
              assertThat(run.path("executor").asString("")).isEqualTo("fail");
              assertThat(run.path("type").asString("")).isEqualTo(Drills.RUN_TYPE);
            });
  }

  @Test
  void aFloodFillsTheQueueUpToItsSizeAndADrainStopsOnlyItsRuns() throws Exception {
    runs.createLoad();
    drills.begin("queue-flood");
    await().atMost(LONG).until(() -> fake.pending().size() == Drills.FLOOD + 1);
    drills.begin("queue-flood");
    drills.begin("runners-stop");
    await().atMost(LONG).until(() -> calls.size() == 1);
    assertThat(fake.pending()).hasSize(Drills.FLOOD + 1);
    drills.begin("queue-drain");
    await().atMost(LONG).untilAsserted(() -> assertThat(fake.pending()).containsExactly("run_1"));
  }

  @Test
  void floodingRunsDemandATagThatNoRunnerHas() {
    drills.begin("queue-flood");
    await().atMost(LONG).until(() -> fake.created().size() == Drills.FLOOD);
    assertThat(fake.created())
        .allSatisfy(
            run ->
                assertThat(run.path("demands").path("tags").path(0).asString(""))
                    .isEqualTo("a-tag-that-no-runner-has"));
  }

  @Test
  void aDrillThatFailsDoesNotStopTheNext() {
    fake.failWith(503);
    drills.begin("queue-flood");
    drills.begin("runners-stop");
    await().atMost(LONG).until(() -> calls.contains("runners-stop"));
    assertThat(fake.created()).isEmpty();
  }

  private HostedService service(String name) {
    return new HostedService() {
      @Override
      public void start() throws CoordinatorStartException {
        calls.add(name + "-start");
      }

      @Override
      public void stop() {
        calls.add(name + "-stop");
      }
    };
  }
}
