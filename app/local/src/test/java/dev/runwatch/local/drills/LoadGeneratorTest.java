/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoadGeneratorTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeCoordinator fake = new FakeCoordinator();
  private LoadGenerator load = load(0);

  @AfterEach
  void close() {
    load.close();
    fake.close();
  }

  @Test
  void runsAreCreatedAtTheirRate() {
    long start = System.nanoTime();
    load = load(30);
    await().atMost(LONG).until(() -> fake.created().size() >= 30);
    // A busy machine may be slower, and never faster.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    assertThat(fake.created())
        .allSatisfy(
            run -> {
              assertThat(run.path("executor").asString("")).isEqualTo("echo");
              assertThat(run.path("type").asString("")).isEqualTo("load");
            });
  }

  @Test
  void noLoadCreatesNothing() {
    await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> fake.created().isEmpty());
  }

  @Test
  void loadGoesOnAfterTheCoordinatorFailed() {
    fake.failWith(503);
    load = load(600);
    await().atMost(LONG).until(() -> fake.refused() >= 3);
    fake.failWith(201);
    await().atMost(LONG).until(() -> fake.created().size() >= 3);
  }

  @Test
  void aClosedGeneratorCreatesNothingMore() {
    load = load(600);
    await().atMost(LONG).until(() -> fake.created().size() >= 3);
    load.close();
    int before = fake.created().size();
    // One request may be under way.
    await()
        .during(Duration.ofMillis(200))
        .atMost(LONG)
        .until(() -> fake.created().size() <= before + 1);
  }

  private LoadGenerator load(int perSecond) {
    return new LoadGenerator(new RunsClient(fake.uri()), perSecond, Duration.ofSeconds(1));
  }
}
