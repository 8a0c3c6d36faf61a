/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Runner;
import org.junit.jupiter.api.Test;

/** What every store does with runs and runners, whatever the database. */
abstract class StoreContract extends RunStoreContract {

  @Test
  void aRunnerIsReplacedSeenDeregisteredAndForgotten() throws Exception {
    Runner runner = runner(RUNNER, NOW);
    write(transaction -> transaction.runners().put(runner));
    write(transaction -> transaction.runners().put(runner));
    assertThat(runners.all()).containsExactly(runner);
    runners.seen(RUNNER, NOW.plusSeconds(5));
    assertThat(runners.find(RUNNER)).contains(runner(RUNNER, NOW.plusSeconds(5)));
    write(transaction -> transaction.runners().forgetDeregistered(RUNNER));
    assertThat(runners.find(RUNNER)).isPresent();
    write(transaction -> transaction.runners().deregister(RUNNER));
    assertThat(runners.find(RUNNER).orElseThrow().deregistered()).isTrue();
    write(transaction -> transaction.runners().forgetDeregistered(RUNNER));
    assertThat(runners.find(RUNNER)).isEmpty();
  }

  @Test
  void signsOfLifeOutliveTheProcess() throws Exception {
    String location = this.location;
    write(transaction -> transaction.runners().put(runner(RUNNER, NOW)));
    runners.seen(RUNNER, NOW.plusSeconds(5).plusNanos(678));
    Runner before = runners.find(RUNNER).orElseThrow();
    opened.close();
    opened = SqlStore.open(location, OWNER);
    assertThat(opened.runners().find(RUNNER)).contains(before);
    assertThat(before.lastSeen()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void aRunnerIsRemovedOnceAndNotAfterASignOfLife() {
    write(transaction -> transaction.runners().put(runner(RUNNER, NOW)));
    Runner silent = runners.find(RUNNER).orElseThrow();
    runners.seen(RUNNER, NOW.plusSeconds(1));
    assertThat(removed(silent)).isFalse();
    Runner seen = runners.find(RUNNER).orElseThrow();
    assertThat(removed(seen)).isTrue();
    assertThat(removed(seen)).isFalse();
  }

  private boolean removed(Runner runner) {
    return opened.write(transaction -> transaction.runners().removeIfUnseenSince(runner));
  }
}
