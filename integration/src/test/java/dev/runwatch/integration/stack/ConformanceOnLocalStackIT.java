/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checklist for a real account, on LocalStack. */
final class ConformanceOnLocalStackIT {

  private static final Duration LONG = Duration.ofMinutes(8);

  @TempDir static Path folder;

  private static Account account;

  @BeforeAll
  static void connect() {
    Needs.node();
    account = new Account(LocalStack.require(), folder);
  }

  @Test
  void theChecklistPassesAndLeavesNothing() throws Exception {
    Path report = folder.resolve("report.md");
    try (Launched conformance = conformance(report)) {
      int status = conformance.awaitEnd(LONG);
      assertThat(status).as(conformance.out() + conformance.err()).isZero();
      assertThat(conformance.out())
          .contains("ok    the stack is deployed")
          .contains("ok    the recipients confirm")
          .contains("ok    an alarm detects and pages")
          .contains("ok    everything arrives")
          .contains("ok    a page is delivered")
          .contains("ok    nothing would change")
          .contains("ok    nothing is left")
          .contains("skip  a mute is made: LocalStack has no alarm mute rules")
          .contains("not answered  all assumptions")
          .contains(" 0 failed, ")
          .contains("; nothing is left behind");
    }
    assertThat(Files.readString(report))
        .contains("| `./runwatch drill no-online-runners --data --env staging` |")
        .contains("## Assumptions about CloudWatch")
        .endsWith("Nothing.\n");
    nothingIsLeft();
  }

  @Test
  void aSignalWhileItDeploysLeavesNothing() throws Exception {
    Path report = folder.resolve("interrupted.md");
    try (Launched conformance = conformance(report)) {
      conformance.awaitLine(" +the stack is deployed: .*", LONG);
      await().atMost(LONG).until(() -> !conformance.alive() || account.exists("runwatch-staging"));
      conformance.terminate();
      assertThat(conformance.awaitEnd(LONG)).as(conformance.out()).isNotZero();
    }
    assertThat(Files.readString(report)).contains("# Conformance").endsWith("Nothing.\n");
    nothingIsLeft();
  }

  private static Launched conformance(Path report) {
    return account.runwatch(
        "conformance",
        "--env",
        "staging",
        "--endpoint-url",
        account.endpoint().toString(),
        "--report",
        report.toString());
  }

  private static void nothingIsLeft() {
    assertThat(account.exists("runwatch-staging")).isFalse();
    assertThat(
            account
                .cloudWatch()
                .describeAlarms(it -> it.alarmNamePrefix("runwatch-staging"))
                .metricAlarms())
        .isEmpty();
    assertThat(account.topics("staging")).isEmpty();
    assertThat(account.roles()).noneMatch(it -> it.startsWith("runwatch-staging"));
  }
}
