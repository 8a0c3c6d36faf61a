/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.cli.account.AwsErrors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the checklist has made, and how to remove it. A signal can remove it at any time from
 * another thread; after that nothing is made any more. Thread-safe.
 */
final class Cleanup {

  /**
   * @param left what is there while it is not removed, and the command that removes it
   */
  private record Made(String id, Runnable remove, String left) {}

  private final Deque<Made> made = new ArrayDeque<>();
  private boolean ended;

  /**
   * Notes what a command is about to make, which may be there even if it fails.
   *
   * @param id names it for {@link #forget}
   * @throws InterruptedConformanceException if the checklist was interrupted
   */
  synchronized void before(String id, Runnable remove, String left) {
    if (ended) {
      throw new InterruptedConformanceException();
    }
    made.push(new Made(id, remove, left));
  }

  /**
   * Makes something here. A signal waits until it is made, and then removes it.
   *
   * @throws InterruptedConformanceException if the checklist was interrupted
   */
  synchronized void make(String id, Runnable make, Runnable remove, String left) {
    before(id, remove, left);
    make.run();
  }

  /** Forgets what a step has removed. */
  synchronized void forget(String id) {
    made.removeIf(it -> it.id().equals(id));
  }

  /**
   * Removes everything, the newest first. A failure does not keep it from the rest.
   *
   * @return a line for each thing that could not be removed
   */
  synchronized List<String> end() {
    ended = true;
    List<String> left = new ArrayList<>();
    while (!made.isEmpty()) {
      Made next = made.pop();
      try {
        next.remove().run();
      } catch (SdkException e) {
        left.add(next.left() + " (" + AwsErrors.reason(e) + ")");
      } catch (RuntimeException e) {
        left.add(next.left() + " (" + e.getMessage() + ")");
      }
    }
    return left;
  }
}
