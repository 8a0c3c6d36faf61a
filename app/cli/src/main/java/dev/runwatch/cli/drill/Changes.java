/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.AwsErrors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a drill has changed in the account, and how to undo it. A signal can undo it at any time
 * from another thread: each change and its entry here are made under one lock, and after the end no
 * change is made any more. Thread-safe.
 */
final class Changes {

  /**
   * @param undo undoes the change
   * @param left what is there while it is not undone, and the command that undoes it
   */
  private record Change(String id, Runnable undo, String left) {}

  private final Deque<Change> changes = new ArrayDeque<>();
  private boolean ended;

  /**
   * Makes a change that may have happened even when the request fails, such as after a timeout.
   *
   * @throws DrillFailedException if the drill was interrupted
   */
  synchronized void change(String id, Runnable change, Runnable undo, String left) {
    refuseAfterEnd();
    changes.push(new Change(id, undo, left));
    change.run();
  }

  /**
   * Makes something that is known by what the request returns.
   *
   * @param maybe what may be there when the request fails without an answer
   */
  synchronized <T> T make(Supplier<T> request, MadeThing<T> made, String maybe) {
    refuseAfterEnd();
    T result;
    try {
      result = request.get();
    } catch (SdkClientException e) {
      changes.push(
          new Change(
              "",
              () -> {
                throw e;
              },
              maybe));
      throw e;
    }
    changes.push(new Change("", () -> made.delete(result), made.left(result)));
    return result;
  }

  /** Something that was made, and how to delete it. */
  interface MadeThing<T> {

    void delete(T made);

    String left(T made);
  }

  /**
   * Does something that cannot be undone, such as publishing data.
   *
   * @throws DrillFailedException if the drill was interrupted
   */
  synchronized void unlessEnded(Runnable action) {
    refuseAfterEnd();
    action.run();
  }

  private void refuseAfterEnd() {
    if (ended) {
      throw new DrillFailedException("the drill was interrupted");
    }
  }

  /** Undoes one change now; a failure goes to the caller, and the change stays to be undone. */
  synchronized void undo(String id) {
    refuseAfterEnd();
    for (Change change : List.copyOf(changes)) {
      if (change.id().equals(id)) {
        change.undo().run();
        changes.remove(change);
      }
    }
  }

  /** Forgets a change that undid itself. */
  synchronized void forget(String id) {
    changes.removeIf(change -> change.id().equals(id));
  }

  /**
   * Undoes everything, the newest first. A failure does not keep it from the rest.
   *
   * @return a line for each thing that could not be undone
   */
  synchronized List<String> end() {
    ended = true;
    List<String> left = new ArrayList<>();
    while (!changes.isEmpty()) {
      Change change = changes.pop();
      try {
        change.undo().run();
      } catch (SdkException e) {
        left.add(change.left() + " (" + AwsErrors.reason(e) + ")");
      }
    }
    return left;
  }
}
