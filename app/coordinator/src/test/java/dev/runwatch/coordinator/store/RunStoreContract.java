/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every store does, whatever the database. */
abstract class RunStoreContract {

  static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");
  static final RunnerId RUNNER = new RunnerId("lnch_000000000001");
  private static final RunnerId OTHER = new RunnerId("lnch_000000000002");

  static final StoreOwner OWNER = new StoreOwner("dev", StoreOwner.Role.COORDINATOR);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  String location;
  SqlStore opened;
  private RunStore runs;
  RunnerStore runners;

  /** Where an empty store is. */
  abstract String location() throws Exception;

  @BeforeEach
  void open() throws Exception {
    location = location();
    opened = SqlStore.open(location, OWNER);
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
            3,
            "/dir",
            "type",
            "agent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        parameters);
  }

  Run create() {
    return create(NOW);
  }

  private Run create(Instant at) {
    return opened.write(transaction -> transaction.create(request(), at));
  }

  private Optional<Run> change(Run seen, Run next) {
    return opened.write(transaction -> transaction.change(seen, next, NOW));
  }

  private Optional<Run> claim(Run seen, RunnerId runner) {
    return change(seen, seen.claimedBy(runner(runner, NOW), NOW));
  }

  void write(Consumer<Transaction> work) {
    opened.write(
        transaction -> {
          work.accept(transaction);
          return true;
        });
  }

  static Runner runner(RunnerId id, Instant seen) {
    return runner(id, seen, Set.of("a", "b"));
  }

  private static Runner runner(RunnerId id, Instant seen, Set<String> tags) {
    return new Runner(
        id, "h", "/p", "default", Set.of("echo"), tags, null, "i", null, NOW, seen, false);
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    Run run = create();
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
  void aRunIsClaimedOnce() {
    Run run = create();
    List<CompletableFuture<Optional<Run>>> all =
        IntStream.range(0, 12)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> claim(run, i % 2 == 0 ? RUNNER : OTHER)))
            .toList();
    assertThat(all.stream().filter(it -> it.join().isPresent())).hasSize(1);
    Run claimed = runs.find(run.id()).orElseThrow();
    assertThat(claimed.status()).isEqualTo(RunStatus.CLAIMED);
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.claimedAt()).isEqualTo(NOW);
  }

  @Test
  void aChangeOfAnEarlierHandOutChangesNothing() {
    Run run = create();
    Run ofFirst = claim(run, RUNNER).orElseThrow();
    Run again = change(ofFirst, ofFirst.pendingAgain()).orElseThrow();
    Run ofSecond = claim(again, OTHER).orElseThrow();
    assertThat(ofSecond.attempt()).isEqualTo(2);
    assertThat(change(ofFirst, ofFirst.ended(RunStatus.COMPLETED, null, NOW))).isEmpty();
    assertThat(runs.find(run.id())).contains(ofSecond);
  }

  @Test
  void aChangeHappensOnlyFromTheStateThatWasSeen() {
    Run run = claim(create(), RUNNER).orElseThrow();
    Instant later = NOW.plusSeconds(1);
    Run running = change(run, run.started(later)).orElseThrow();
    assertThat(running.startedAt()).isEqualTo(later);
    assertThat(running.executions()).isEqualTo(1);
    assertThat(change(run, run.started(later))).isEmpty();
    Run ended = change(running, running.ended(RunStatus.FAILED, "no\u0000t", later)).orElseThrow();
    write(transaction -> transaction.keepOutput(ended, "o\u0000ut"));
    assertThat(ended.error()).isEqualTo("no\uFFFDt");
    assertThat(runs.details(run.id()).orElseThrow().output()).isEqualTo("o\uFFFDut");
    assertThat(ended.completedAt()).isEqualTo(later);
    assertThat(runs.find(run.id())).contains(ended);
    assertThat(runs.withAnyRunner()).isEmpty();
  }

  @Test
  void aRunGivenBackKeepsItsPlaceAndItsCount() {
    Run first = create();
    create();
    Run claimed = claim(first, RUNNER).orElseThrow();
    assertThat(runs.withRunner(RUNNER)).extracting(Run::id).containsExactly(first.id());
    change(claimed, claimed.undelivered());
    List<Run> pending = runs.list(RunQuery.oldest(Set.of(RunStatus.PENDING), null, 10));
    assertThat(pending.get(0).id()).isEqualTo(first.id());
    assertThat(pending.get(0).runner()).isNull();
    assertThat(pending.get(0).attempt()).isEqualTo(1);
    assertThat(pending.get(0).handOut().unstarted()).isZero();
  }

  @Test
  void theOldestRunThatARunnerMatchesIsFoundAmongThoseItDoesNot() {
    Runner matching = runner(RUNNER, NOW);
    Runner other = runner(OTHER, NOW, Set.of("a"));
    Run first = create();
    create();
    assertThat(oldestFor(other)).isEmpty();
    assertThat(oldestFor(matching)).contains(first);
    Run returned =
        change(claim(first, RUNNER).orElseThrow(), claimedThenReturned(first)).orElseThrow();
    assertThat(oldestFor(matching))
        .hasValueSatisfying(run -> assertThat(run.id()).isNotEqualTo(first.id()));
    Runner third = runner(new RunnerId("lnch_000000000003"), NOW);
    assertThat(oldestFor(third)).contains(returned);
  }

  private Optional<Run> oldestFor(Runner runner) {
    return opened.write(transaction -> transaction.oldestFor(runner));
  }

  private static Run claimedThenReturned(Run run) {
    return run.claimedBy(runner(RUNNER, NOW), NOW).returned();
  }

  @Test
  void eachChangeIsATransitionNumberedInTheOrderOfCommits() {
    List<Transition> announced = new CopyOnWriteArrayList<>();
    opened.onCommit(announced::addAll);
    List<CompletableFuture<Run>> many =
        IntStream.range(0, 40)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> create()))
            .toList();
    many.forEach(CompletableFuture::join);
    Run claimed = claim(many.get(0).join(), RUNNER).orElseThrow();
    change(claimed, claimed.ended(RunStatus.FAILED, "no", NOW));
    List<Transition> stored = opened.transitions().after(0, 100);
    assertThat(stored).extracting(Transition::number).isEqualTo(numbers(1, 42));
    assertThat(announced).extracting(Transition::number).isEqualTo(numbers(1, 42));
    assertThat(stored.get(40)).isEqualTo(announced.get(40));
    assertThat(stored.get(41)).isEqualTo(announced.get(41));
    assertThat(stored.get(41).from()).isEqualTo(RunStatus.CLAIMED);
    assertThat(opened.transitions().last()).isEqualTo(42);
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void anOperationThatFailsUndoesItsOwnChangesOnly() {
    List<CompletableFuture<Run>> all =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    opened.submit(
                        transaction -> {
                          Run run = transaction.create(request(), NOW);
                          if (i % 3 == 0) {
                            transaction.sql().update("INSERT INTO nowhere VALUES (1)");
                          }
                          if (i % 3 == 1) {
                            throw new IllegalStateException("on purpose");
                          }
                          return run;
                        }))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      CompletableFuture<Run> answer = all.get(i);
      if (i % 3 == 2) {
        assertThat(answer.join().status()).isEqualTo(RunStatus.PENDING);
      } else {
        assertThatThrownBy(answer::join)
            .hasCauseInstanceOf(i % 3 == 0 ? StoreException.class : IllegalStateException.class);
      }
    }
    assertThat(runs.countPending()).isEqualTo(20);
    assertThat(opened.transitions().after(0, 100))
        .extracting(Transition::number)
        .isEqualTo(numbers(1, 20));
  }

  @Test
  void listsAreNewestFirstAndPaged() {
    List<Run> made = IntStream.range(0, 5).mapToObj(i -> create()).toList();
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
    IntStream.range(0, 5).forEach(i -> create());
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
    create();
    create(NOW.plusSeconds(9));
    assertThat(runs.countPending()).isEqualTo(2);
    assertThat(runs.oldestPending()).contains(NOW);
    runs.probe(NOW);
  }

  @Test
  void runsThatEndedAfterATimeAreCountedByTheirStatus() {
    Set<RunStatus> both = Set.of(RunStatus.COMPLETED, RunStatus.FAILED);
    end(RunStatus.COMPLETED, NOW);
    end(RunStatus.FAILED, NOW.plusSeconds(1));
    end(RunStatus.STOPPED, NOW.plusSeconds(2));
    end(RunStatus.COMPLETED, NOW.plusSeconds(3));
    create();
    assertThat(runs.countEnded(both, NOW.minusSeconds(1))).isEqualTo(3);
    assertThat(runs.countEnded(both, NOW)).isEqualTo(2);
    assertThat(runs.countEnded(Set.of(RunStatus.FAILED), NOW)).isEqualTo(1);
    assertThat(runs.countEnded(both, NOW.plusSeconds(3))).isZero();
  }

  private void end(RunStatus status, Instant at) {
    Run created = create();
    Run last = status == RunStatus.STOPPED ? created : claim(created, RUNNER).orElseThrow();
    assertThat(change(last, last.ended(status, null, at))).isPresent();
  }
}
