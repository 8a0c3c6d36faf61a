/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import dev.runwatch.coordinator.store.RunStore.Creation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every store does, whatever the database. */
abstract class RunStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");
  private static final RunnerId RUNNER = new RunnerId("lnch_000000000001");
  private static final RunnerId OTHER = new RunnerId("lnch_000000000002");

  private static final StoreOwner OWNER = new StoreOwner("dev", StoreOwner.Role.COORDINATOR);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SqlStore opened;
  private RunStore runs;
  private RunnerStore runners;

  /** Where an empty store is. */
  abstract String location() throws Exception;

  @BeforeEach
  void open() throws Exception {
    opened = SqlStore.open(location(), OWNER);
    runs = opened.runs();
    runners = opened.runners();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private static NewRun request() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("text", "ünï\u0000 \"quoted\" \uD83D\uDE00");
    return new NewRun(
        new RunSpec(
            "echo",
            new Demands("h", "/p", Set.of("a", "b")),
            Duration.ofSeconds(7),
            "/dir",
            "type",
            "agent"),
        parameters);
  }

  private Run create(@Nullable String key) {
    return runs.create(request(), key, NOW).run();
  }

  private static Runner runner(RunnerId id, Instant seen) {
    return new Runner(
        id, "h", "/p", "default", Set.of("echo"), Set.of("a", "b"), "i", null, NOW, seen, false);
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    Run run = create(null);
    assertThat(runs.find(run.id())).contains(run);
    assertThat(run.spec()).isEqualTo(request().spec());
    RunDetails details = runs.details(run.id()).orElseThrow();
    assertThat(details.run()).isEqualTo(run);
    assertThat(JSON.readTree(String.valueOf(details.parameters())))
        .isEqualTo(request().parameters());
    assertThat(details.output()).isNull();
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);
    assertThat(run.createdAt()).isEqualTo(NOW);
    assertThat(run.attempt()).isZero();
    assertThat(runs.find(new RunId("run_none"))).isEmpty();
    assertThat(runs.find(new RunId("run_\u0000"))).isEmpty();
    assertThat(runs.details(new RunId("run_\u0000"))).isEmpty();
    assertThat(runners.find(new RunnerId("\u0000"))).isEmpty();
  }

  @Test
  void oneKeyMakesOneRunHoweverManyComeAtOnce() {
    List<CompletableFuture<Creation>> all =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> runs.create(request(), "key", NOW)))
            .toList();
    List<Creation> creations = all.stream().map(CompletableFuture::join).toList();
    assertThat(creations.stream().filter(Creation::created)).hasSize(1);
    assertThat(creations.stream().map(it -> it.run().id()).distinct()).hasSize(1);
    assertThat(create(null).id()).isNotEqualTo(create(null).id());
  }

  @Test
  void aRunIsClaimedOnce() {
    Run run = create(null);
    List<CompletableFuture<Optional<RunDetails>>> all =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> runs.claim(run.id(), i % 2 == 0 ? RUNNER : OTHER, NOW)))
            .toList();
    assertThat(all.stream().filter(it -> it.join().isPresent())).hasSize(1);
    Run claimed = runs.find(run.id()).orElseThrow();
    assertThat(claimed.status()).isEqualTo(RunStatus.CLAIMED);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.claimedAt()).isEqualTo(NOW);
  }

  @Test
  void aLostAnswerIsCountedOnce() {
    Run claimed = runs.claim(create(null).id(), RUNNER, NOW).orElseThrow().run();
    Instant later = NOW.plusSeconds(3);
    Run again = runs.reclaim(claimed, later).orElseThrow().run();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.claimedAt()).isEqualTo(later);
    assertThat(runs.reclaim(claimed, later)).isEmpty();
  }

  @Test
  void aMoveHappensOnlyFromTheStateThatWasSeen() {
    Run run = runs.claim(create(null).id(), RUNNER, NOW).orElseThrow().run();
    Instant later = NOW.plusSeconds(1);
    assertThat(runs.move(run.id(), RunStatus.RUNNING, RunStatus.FAILED, "no", null, later))
        .isEmpty();
    Run running =
        runs.move(run.id(), RunStatus.CLAIMED, RunStatus.RUNNING, null, null, later).orElseThrow();
    assertThat(running.startedAt()).isEqualTo(later);
    Run ended =
        runs.move(run.id(), RunStatus.RUNNING, RunStatus.FAILED, "no\u0000t", "o\u0000ut", later)
            .orElseThrow();
    assertThat(ended.error()).isEqualTo("no\uFFFDt");
    assertThat(runs.details(run.id()).orElseThrow().output()).isEqualTo("o\uFFFDut");
    assertThat(ended.completedAt()).isEqualTo(later);
    assertThat(runs.withAnyRunner()).isEmpty();
  }

  @Test
  void aRunGivenBackKeepsItsPlaceAndItsCount() {
    Run first = create(null);
    create(null);
    runs.claim(first.id(), RUNNER, NOW);
    assertThat(runs.withRunner(RUNNER)).extracting(Run::id).containsExactly(first.id());
    runs.move(first.id(), RunStatus.CLAIMED, RunStatus.PENDING, null, null, NOW);
    List<Run> pending = runs.list(RunQuery.oldest(Set.of(RunStatus.PENDING), null, 10));
    assertThat(pending.get(0).id()).isEqualTo(first.id());
    assertThat(pending.get(0).runner()).isNull();
    assertThat(pending.get(0).attempt()).isEqualTo(1);
  }

  @Test
  void listsAreNewestFirstAndPaged() {
    List<Run> made = IntStream.range(0, 5).mapToObj(i -> create(null)).toList();
    List<Run> page = runs.list(RunQuery.newest(Set.of(), null, 2));
    assertThat(page).containsExactly(made.get(4), made.get(3));
    assertThat(runs.list(RunQuery.newest(Set.of(), page.get(1).sequence(), 2)))
        .containsExactly(made.get(2), made.get(1));
    assertThat(runs.list(RunQuery.newest(Set.of(RunStatus.RUNNING), null, 2))).isEmpty();
    assertThat(runs.list(RunQuery.oldest(Set.of(RunStatus.PENDING), made.get(3).sequence(), 2)))
        .containsExactly(made.get(4));
  }

  @Test
  void aVisitReadsWhatItWasAskedForAndEndsWhenToldTo() {
    IntStream.range(0, 5).forEach(i -> create(null));
    List<RunDetails> seen = new ArrayList<>();
    RunQuery all = RunQuery.oldest(Set.of(), null, 100);
    runs.visit(
        all,
        details -> {
          seen.add(details);
          return seen.size() < 3;
        });
    assertThat(seen).hasSize(3).allMatch(it -> it.parameters() == null && it.output() == null);
    seen.clear();
    runs.visit(all.with(Set.of(Content.PARAMETERS)), seen::add);
    assertThat(seen).hasSize(5).allMatch(it -> it.parameters() != null && it.output() == null);
  }

  @Test
  void theQueueIsMeasured() {
    assertThat(runs.countPending()).isZero();
    assertThat(runs.oldestPending()).isEmpty();
    create(null);
    runs.create(request(), null, NOW.plusSeconds(9));
    assertThat(runs.countPending()).isEqualTo(2);
    assertThat(runs.oldestPending()).contains(NOW);
    runs.probe(NOW);
  }

  @Test
  void aRunnerIsReplacedSeenDeregisteredAndForgotten() {
    Runner runner = runner(RUNNER, NOW);
    runners.put(runner);
    runners.put(runner);
    assertThat(runners.all()).containsExactly(runner);
    runners.seen(RUNNER, NOW.plusSeconds(5));
    assertThat(runners.find(RUNNER)).contains(runner(RUNNER, NOW.plusSeconds(5)));
    runners.forgetDeregistered(RUNNER);
    assertThat(runners.find(RUNNER)).isPresent();
    runners.deregister(RUNNER);
    assertThat(runners.find(RUNNER).orElseThrow().deregistered()).isTrue();
    runners.forgetDeregistered(RUNNER);
    assertThat(runners.find(RUNNER)).isEmpty();
  }

  @Test
  void aRunnerIsRemovedOnceAndNotAfterASignOfLife() {
    runners.put(runner(RUNNER, NOW));
    runners.seen(RUNNER, NOW.plusSeconds(1));
    assertThat(runners.removeIfUnseenSince(RUNNER, NOW)).isFalse();
    assertThat(runners.removeIfUnseenSince(RUNNER, NOW.plusSeconds(1))).isTrue();
    assertThat(runners.removeIfUnseenSince(RUNNER, NOW.plusSeconds(1))).isFalse();
  }
}
