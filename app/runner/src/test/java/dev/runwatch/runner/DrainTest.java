/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A runner that is asked to end while it has runs. */
class DrainTest extends RunnerHarness {

  @Override
  RunnerConfig.Builder settings() {
    return super.settings().maxRuns(4);
  }

  @Test
  void runsEndInTheTimeOfTheDrainAndTheOthersAreAccountedByTheirPolicy() throws Exception {
    startRegistered();
    coordinator.offer("run_1", "sleep", "{\"seconds\":2}");
    coordinator.offer("run_2", "sleep", "{\"seconds\":300}");
    coordinator.offer(
        FakeCoordinator.run(
            "run_3", "sleep", "{\"seconds\":300}", ",\"attempt\":1,\"max_executions\":3"));
    for (int i = 1; i <= 3; i++) {
      awaitReports("run_" + i, "started");
    }
    await().atMost(PATIENCE).until(() -> coordinator.waitingPolls() == 1);

    runner.drain(Duration.ofSeconds(4));
    await().atMost(PATIENCE).until(() -> coordinator.waitingPolls() == 0);
    coordinator.offer("run_4", "echo", "{}");

    assertThat(runner.ended().get(30, TimeUnit.SECONDS)).isEqualTo(Runner.CLOSED);
    assertThat(coordinator.reportNames("run_1")).containsExactly("started", "completed");
    assertThat(coordinator.reportNames("run_2")).containsExactly("started", "failed");
    assertThat(coordinator.reportNames("run_3")).containsExactly("started");
    assertThat(coordinator.reportNames("run_4")).isEmpty();
    assertThat(coordinator.requests).anyMatch(request -> request.method().equals("DELETE"));
    assertThat(gauge("coordinator_reachable")).isOne();
  }

  @Test
  void aRunThatWasClaimedAndNotStartedIsHandedBackAtOnce() throws Exception {
    startRegistered();
    beginSleeping("run_1");
    CountDownLatch drained = new CountDownLatch(1);
    coordinator.when(
        request -> request.isReport() && request.last().equals("started"),
        Integer.MAX_VALUE,
        (request, exchange) -> {
          try {
            drained.await();
            coordinator.ordinary(request, exchange);
          } catch (InterruptedException e) {
            exchange.close();
          }
        });
    coordinator.offer("run_2", "shell", "{\"command\":\"touch run_2.begun\"}");
    await().atMost(PATIENCE).until(() -> !coordinator.reportNames("run_2").isEmpty());

    runner.drain(Duration.ofSeconds(60));
    drained.countDown();

    await().atMost(PATIENCE).until(() -> coordinator.reportNames("run_2").contains("returned"));
    assertThat(lastReport("run_2").body().path("draining").asBoolean()).isTrue();
    assertThat(dir.resolve("run_2.begun")).doesNotExist();
    runner.close();
    assertThat(coordinator.reportNames("run_1")).containsExactly("started", "failed");
  }

  @Test
  void aDrainWithoutRunsEndsAtOnce() throws Exception {
    startRegistered();

    runner.drain(Duration.ofMinutes(10));

    assertThat(runner.ended().get(30, TimeUnit.SECONDS)).isEqualTo(Runner.CLOSED);
  }

  @Test
  void closingCutsADrainShort() throws Exception {
    startRegistered();
    beginSleeping("run_1");

    runner.drain(Duration.ofMinutes(10));
    runner.close();

    assertThat(coordinator.reportNames("run_1")).containsExactly("started", "failed");
  }
}
