/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunStore.Creation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every store does, whatever the database. */
abstract class RunStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");
  private static final RunnerId RUNNER = new RunnerId("lnch_000000000001");
  private static final RunnerId OTHER = new RunnerId("lnch_000000000002");

  private static final StoreOwner OWNER = new StoreOwner("dev", StoreOwner.Role.COORDINATOR);

  private SqlStore store;

  /** Where an empty store is. */
  abstract String location() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = SqlStore.open(location(), OWNER);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static NewRun request() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("text", "ünï\u0000 \"quoted\" \uD83D\uDE00");
    return new NewRun(
        "echo",
        parameters,
        new Demands("h", "/p", Set.of("a", "b")),
        Duration.ofSeconds(7),
        "/dir",
        "type",
        "agent");
  }

  private Run create(@Nullable String key) {
    return store.create(request(), key, NOW).run();
  }

  private static Runner runner(RunnerId id, Instant seen) {
    return new Runner(
        id, "h", "/p", "default", Set.of("echo"), Set.of("a", "b"), "i", NOW, seen, false);
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    Run run = create(null);
    assertThat(store.find(run.id())).contains(run);
    assertThat(run.request()).isEqualTo(request());
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);
    assertThat(run.createdAt()).isEqualTo(NOW);
    assertThat(run.attempt()).isZero();
    assertThat(store.find(new RunId("run_none"))).isEmpty();
  }

  @Test
  void oneKeyMakesOneRunHoweverManyComeAtOnce() {
    List<CompletableFuture<Creation>> all =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> store.create(request(), "key", NOW)))
            .toList();
    List<Creation> creations = all.stream().map(CompletableFuture::join).toList();
    assertThat(creations.stream().filter(Creation::created)).hasSize(1);
    assertThat(creations.stream().map(it -> it.run().id()).distinct()).hasSize(1);
    assertThat(create(null).id()).isNotEqualTo(create(null).id());
  }

  @Test
  void aRunIsClaimedOnce() {
    Run run = create(null);
    List<CompletableFuture<Optional<Run>>> all =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> store.claim(run.id(), i % 2 == 0 ? RUNNER : OTHER, NOW)))
            .toList();
    assertThat(all.stream().filter(it -> it.join().isPresent())).hasSize(1);
    Run claimed = store.find(run.id()).orElseThrow();
    assertThat(claimed.status()).isEqualTo(RunStatus.CLAIMED);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.claimedAt()).isEqualTo(NOW);
  }

  @Test
  void aLostAnswerIsCountedOnce() {
    Run claimed = store.claim(create(null).id(), RUNNER, NOW).orElseThrow();
    Instant later = NOW.plusSeconds(3);
    Run again = store.reclaim(claimed, later).orElseThrow();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.claimedAt()).isEqualTo(later);
    assertThat(store.reclaim(claimed, later)).isEmpty();
  }

  @Test
  void aMoveHappensOnlyFromTheStateThatWasSeen() {
    Run run = store.claim(create(null).id(), RUNNER, NOW).orElseThrow();
    Instant later = NOW.plusSeconds(1);
    assertThat(store.move(run.id(), RunStatus.RUNNING, RunStatus.FAILED, "no", null, later))
        .isEmpty();
    Run running =
        store.move(run.id(), RunStatus.CLAIMED, RunStatus.RUNNING, null, null, later).orElseThrow();
    assertThat(running.startedAt()).isEqualTo(later);
    Run ended =
        store
            .move(run.id(), RunStatus.RUNNING, RunStatus.FAILED, "no\u0000t", "out", later)
            .orElseThrow();
    assertThat(ended.error()).isEqualTo("no\uFFFDt");
    assertThat(ended.output()).isEqualTo("out");
    assertThat(ended.completedAt()).isEqualTo(later);
    assertThat(store.withAnyRunner()).isEmpty();
  }

  @Test
  void aRunGivenBackKeepsItsPlaceAndItsCount() {
    Run first = create(null);
    create(null);
    store.claim(first.id(), RUNNER, NOW);
    assertThat(store.withRunner(RUNNER)).extracting(Run::id).containsExactly(first.id());
    store.move(first.id(), RunStatus.CLAIMED, RunStatus.PENDING, null, null, NOW);
    List<Run> pending = store.oldest(Set.of(RunStatus.PENDING), 0, 10);
    assertThat(pending.get(0).id()).isEqualTo(first.id());
    assertThat(pending.get(0).runner()).isNull();
    assertThat(pending.get(0).attempt()).isEqualTo(1);
  }

  @Test
  void listsAreNewestFirstAndPaged() {
    List<Run> runs = IntStream.range(0, 5).mapToObj(i -> create(null)).toList();
    List<Run> page = store.list(null, null, 2);
    assertThat(page).containsExactly(runs.get(4), runs.get(3));
    assertThat(store.list(null, page.get(1).sequence(), 2))
        .containsExactly(runs.get(2), runs.get(1));
    assertThat(store.list(RunStatus.RUNNING, null, 2)).isEmpty();
    assertThat(store.oldest(Set.of(RunStatus.PENDING), runs.get(3).sequence(), 2))
        .containsExactly(runs.get(4));
  }

  @Test
  void theQueueIsMeasured() {
    assertThat(store.countPending()).isZero();
    assertThat(store.oldestPending()).isEmpty();
    create(null);
    store.create(request(), null, NOW.plusSeconds(9));
    assertThat(store.countPending()).isEqualTo(2);
    assertThat(store.oldestPending()).contains(NOW);
    store.probe(NOW);
  }

  @Test
  void aRunnerIsReplacedSeenDeregisteredAndForgotten() {
    Runner runner = runner(RUNNER, NOW);
    store.put(runner);
    store.put(runner);
    assertThat(store.all()).containsExactly(runner);
    store.seen(RUNNER, NOW.plusSeconds(5));
    assertThat(store.find(RUNNER)).contains(runner(RUNNER, NOW.plusSeconds(5)));
    store.forgetDeregistered(RUNNER);
    assertThat(store.find(RUNNER)).isPresent();
    store.deregister(RUNNER);
    assertThat(store.find(RUNNER).orElseThrow().deregistered()).isTrue();
    store.forgetDeregistered(RUNNER);
    assertThat(store.find(RUNNER)).isEmpty();
  }

  @Test
  void aRunnerIsRemovedOnceAndNotAfterASignOfLife() {
    store.put(runner(RUNNER, NOW));
    store.seen(RUNNER, NOW.plusSeconds(1));
    assertThat(store.removeIfUnseenSince(RUNNER, NOW)).isFalse();
    assertThat(store.removeIfUnseenSince(RUNNER, NOW.plusSeconds(1))).isTrue();
    assertThat(store.removeIfUnseenSince(RUNNER, NOW.plusSeconds(1))).isFalse();
  }
}
