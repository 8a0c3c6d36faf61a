/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Waits for conditions, and tells how long each took. */
final class Waiting {

  /** The pause between two requests of a state. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Duration longest;
  private final Consumer<String> progress;

  /**
   * @param longest how long each step may take
   * @param progress takes a line for each step
   */
  Waiting(InstantSource clock, Duration longest, Consumer<String> progress) {
    this.clock = clock;
    this.longest = longest;
    this.progress = progress;
  }

  Instant now() {
    return clock.instant();
  }

  /** Tells something that took no time. */
  void tell(String line) {
    progress.accept(line);
  }

  /**
   * Waits until the condition holds.
   *
   * @return whether it does
   */
  boolean until(String what, Instant since, BooleanSupplier condition) {
    Instant deadline = clock.instant().plus(longest);
    boolean holds = condition.getAsBoolean();
    while (!holds && clock.instant().isBefore(deadline)) {
      pause();
      holds = condition.getAsBoolean();
    }
    if (holds) {
      double seconds = Duration.between(since, clock.instant()).toMillis() / 1000.0;
      progress.accept(String.format(Locale.ROOT, "%6.1f s  %s", seconds, what));
    }
    return holds;
  }

  /** How long a step may take, in words. */
  String longest() {
    return longest.toSeconds() + " s";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DrillFailedException("the drill was interrupted");
    }
  }
}
