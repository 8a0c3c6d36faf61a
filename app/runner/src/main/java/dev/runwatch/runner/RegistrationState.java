/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether this runner is registered, and as what. Only the poll loop registers; everyone else waits
 * here until it has. Thread-safe.
 */
final class RegistrationState {

  private final CompletableFuture<String> first = new CompletableFuture<>();
  private @Nullable Registration current;
  private @Nullable Registration last;

  /** The present registration, or {@code null} while there is none. */
  synchronized @Nullable Registration current() {
    return current;
  }

  /** Whether this very registration is in force, and not a later one with the same values. */
  @SuppressWarnings("ReferenceEquality")
  synchronized boolean isStillBy(Registration registration) {
    return current == registration;
  }

  /** The latest registration, in force or not, or {@code null} if there never was one. */
  synchronized @Nullable Registration latest() {
    return last;
  }

  synchronized Registration await() throws InterruptedException {
    while (current == null) {
      wait();
    }
    return current;
  }

  void joined(Registration registration) {
    synchronized (this) {
      current = registration;
      last = registration;
      notifyAll();
    }
    first.complete(registration.runnerId());
  }

  /** The coordinator does not know this runner any more. */
  synchronized void lost() {
    current = null;
  }

  /**
   * Nobody will register any more: whoever waits goes on with the latest registration, which the
   * coordinator may know or not.
   */
  synchronized void settle() {
    current = last;
    notifyAll();
  }

  CompletableFuture<String> first() {
    return first;
  }
}
