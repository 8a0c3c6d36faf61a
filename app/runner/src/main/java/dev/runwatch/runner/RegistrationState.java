/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The current registration of this runner. Only the poll loop registers; the other threads wait
 * here for it. Thread-safe.
 */
final class RegistrationState {

  private final CompletableFuture<String> first = new CompletableFuture<>();
  private @Nullable Registration current;
  private @Nullable Registration last;

  /** The current registration, or {@code null} while there is none. */
  synchronized @Nullable Registration current() {
    return current;
  }

  /** Whether this object is the current registration; a later one may have equal values. */
  @SuppressWarnings("ReferenceEquality")
  synchronized boolean isStillBy(Registration registration) {
    return current == registration;
  }

  /** The latest registration, current or lost, or {@code null} before the first one. */
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

  /** Records that the coordinator no longer knows this runner. */
  synchronized void lost() {
    current = null;
  }

  /**
   * Ends registration: threads that wait for one continue with the latest, which the coordinator
   * may no longer know.
   */
  synchronized void settle() {
    current = last;
    notifyAll();
  }

  CompletableFuture<String> first() {
    return first;
  }
}
