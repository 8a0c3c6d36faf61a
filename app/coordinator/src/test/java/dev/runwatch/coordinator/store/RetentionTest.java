/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.IdempotencyKeys.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

final class RetentionTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;
  private SqlStore store;

  @BeforeEach
  void open() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Run create(Instant at) {
    NewRun run =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return store.write(transaction -> transaction.create(run, at));
  }

  private Run ended(Instant at) {
    Run run = create(at);
    return store.write(
        transaction ->
            transaction.change(run, run.ended(RunStatus.STOPPED, null, at), at).orElseThrow());
  }

  private long kept() {
    return store.runs().list(RunQuery.newest(Set.of(), null, 10_000)).size();
  }

  @Test
  void endedRunsAreDeletedByTheirAgeWithTheirTransitions() {
    for (int i = 0; i < 450; i++) {
      ended(NOW.minus(MONTH).minusSeconds(1));
    }
    Run young = ended(NOW);
    Run waiting = create(NOW.minus(MONTH.multipliedBy(2)));
    new Retention(store, MONTH, 1000).apply(NOW);
    assertThat(store.runs().list(RunQuery.newest(Set.of(), null, 10)))
        .containsExactly(waiting, young);
    assertThat(store.transitions().after(0, 10))
        .extracting(Transition::number)
        .containsExactly(901L, 902L, 903L);
    assertThat(store.runs().details(young.id())).isPresent();
  }

  @Test
  void ofTooManyEndedRunsTheOldestAreDeleted() {
    Run oldest = ended(NOW);
    for (int i = 1; i < 410; i++) {
      ended(NOW.plusSeconds(i));
    }
    create(NOW);
    new Retention(store, MONTH, 5).apply(NOW);
    assertThat(kept()).isEqualTo(6);
    assertThat(store.runs().find(oldest.id())).isEmpty();
    assertThat(store.transitions().after(0, 1000)).hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    Run run = create(NOW);
    store.write(
        transaction -> {
          transaction.keys().put("k", new Use(run.id(), "digest"), NOW);
          return true;
        });
    assertThat(use("k", NOW.plus(Duration.ofHours(23)))).isPresent();
    assertThat(use("k", NOW.plus(Duration.ofHours(25)))).isEmpty();
    new Retention(store, MONTH, 5).apply(NOW.plus(Duration.ofHours(25)));
    assertThat(use("k", NOW)).isEmpty();
  }

  private Optional<Use> use(String key, Instant at) {
    return store.write(transaction -> transaction.keys().find(key, at));
  }
}
