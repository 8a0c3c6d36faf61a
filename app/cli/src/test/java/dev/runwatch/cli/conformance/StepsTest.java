/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StepsTest {

  private static final Map<String, String> MAIL =
      Map.of(
          "mail.critical", "you@platform.internal",
          "mail.high", "you@platform.internal",
          "mail.medium", "you@platform.internal");

  @TempDir private Path folder;

  private final FakeWorld world = new FakeWorld();
  private final Cleanup cleanup = new Cleanup();
  private final List<String> out = new ArrayList<>();

  @Test
  void theStepsPassOnAnAccountInAnOrderThatCanPass() {
    Protocol protocol = conform();
    protocol.end(cleanup.end());
    assertThat(protocol.good()).as(String.join("\n", out)).isTrue();
    assertThat(out).noneMatch(it -> it.startsWith("FAIL") || it.startsWith("not run"));
    assertThat(world.there).isEmpty();
    assertThat(world.commands)
        .as("data are published on purpose before services publish, and pages come after")
        .containsSubsequence(
            "./runwatch drill no-online-runners --data --env staging",
            "./runwatch drill coordinator-down --env staging",
            "./runwatch mute 10m --env staging --reason conformance",
            "./runwatch unmute --env staging")
        .last()
        .asString()
        .startsWith("npx cdk destroy --force");
    int drill = indexOf("drill no-online-runners --data");
    int coordinator = indexOf("coordinator --environment");
    assertThat(drill).isLessThan(coordinator);
    assertThat(coordinator).isLessThan(indexOf("drill coordinator-down"));
  }

  @Test
  void whatLocalStackLacksIsSkippedAndSaid() {
    world.aws = false;
    world.bootstrapped = false;
    Protocol protocol = conform();
    protocol.end(cleanup.end());
    assertThat(protocol.good()).as(String.join("\n", out)).isTrue();
    assertThat(out)
        .anyMatch(it -> it.startsWith("skip  a mute is made: LocalStack has no alarm mute rules"))
        .anyMatch(it -> it.startsWith("skip  the warm-up is over: LocalStack evaluates no"));
    assertThat(world.commands)
        .noneMatch(it -> it.contains("mute"))
        .contains("ok runwatch-staging-no-online-runners")
        .anyMatch(it -> it.startsWith("npx cdk deploy") && it.contains("-c synth=legacy"));
    assertThat(world.there).isEmpty();
  }

  @Test
  void afterAFailureTheRestIsNotRunAndEverythingIsRemoved() {
    world.failing = "drill coordinator-down";
    Protocol protocol = conform();
    assertThat(cleanup.end()).isEmpty();
    assertThat(protocol.good()).isFalse();
    assertThat(out)
        .anyMatch(it -> it.startsWith("FAIL  a page is delivered: exit status 1"))
        .anyMatch(it -> it.startsWith("not run  the stack is destroyed: it needs: a page is"));
    assertThat(world.there).isEmpty();
  }

  @Test
  void aDeploymentThatFailsIsRemovedToo() {
    world.failing = "cdk deploy";
    conform();
    assertThat(world.there).containsExactly("stack");
    assertThat(cleanup.end()).isEmpty();
    assertThat(world.there).isEmpty();
  }

  @Test
  void aPublisherPolicyThatAllowsAnotherNamespaceIsAFailure() {
    world.limited = false;
    conform();
    assertThat(out).anyMatch(it -> it.contains("the role may publish into another namespace"));
    cleanup.end();
    assertThat(world.there).isEmpty();
  }

  /** More than a whole checklist has. */
  static IntStream calls() {
    return IntStream.rangeClosed(1, 25);
  }

  /** A signal between any two of them, and while one is under way. */
  @ParameterizedTest
  @MethodSource("calls")
  void aSignalAtAnyStepLeavesNothing(int call) throws Exception {
    List<CompletableFuture<List<String>>> signals = new ArrayList<>();
    world.before(
        call,
        () -> {
          world.endCommands();
          signals.add(CompletableFuture.supplyAsync(cleanup::end));
          pauseUntilTheSignalIsHandled(signals.get(0));
        });
    try {
      conform();
    } catch (InterruptedConformanceException e) {
      assertThat(e).hasMessage("interrupted");
    }
    for (CompletableFuture<List<String>> signal : signals) {
      assertThat(signal.get(30, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(cleanup.end()).isEmpty();
    assertThat(world.there).isEmpty();
  }

  /** The signal waits for what is being made; the rest goes on after it. */
  private static void pauseUntilTheSignalIsHandled(CompletableFuture<?> signal) {
    try {
      signal.get(100, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // something is being made
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theReportHasEachStepWithItsCommandAndWhatIsLeft() throws IOException {
    Protocol protocol = conform();
    protocol.answered(
        List.of(new Answer("it is so", Answer.Verdict.REFUTED, "it was not | at all")));
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("The checklist has not ended.");
    protocol.end(List.of("a queue is left"));
    assertThat(protocol.good()).isFalse();
    assertThat(Files.readString(folder.resolve("report.md")))
        .startsWith("# Conformance")
        .contains("| `./runwatch drill coordinator-down --env staging` | exit status 0, prints")
        .contains("| it is so | refuted | it was not \\| at all |")
        .contains("* a queue is left");
  }

  private int indexOf(String part) {
    return world.commands.indexOf(
        world.commands.stream().filter(it -> it.contains(part)).findFirst().orElseThrow());
  }

  private Protocol conform() {
    Protocol protocol = new Protocol("a fake", Optional.of(folder.resolve("report.md")), out::add);
    Patience patience =
        new Patience(
            InstantSource.system(),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    Steps steps =
        new Steps(
            settings(), MAIL, world, world, cleanup, patience, folder, /* installed= */ false);
    new Checklist(steps.all(), protocol, InstantSource.system()).run();
    return protocol;
  }

  private static EnvironmentSettings settings() {
    List<AlarmDefinition> definitions =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    return EnvironmentSettings.load(
        Repository.root().resolve("infra/cdk/environments"),
        new Environment("staging"),
        definitions,
        MAIL);
  }
}
