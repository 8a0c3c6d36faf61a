/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The search for the invalid data of a rejected request, by halves. A datum is invalid only if
 * CloudWatch rejects it alone and accepts another part of the same request: a request all of whose
 * parts are rejected is not about its content. Not thread-safe.
 */
final class Bisection {

  private final Deque<List<Batch>> parts = new ArrayDeque<>();
  private final List<Batch> suspects = new ArrayList<>();
  private final int mostBlind;
  private int rejected;
  private boolean anyAccepted;
  private boolean probing;

  /**
   * @param size of the rejected request, in data
   */
  Bisection(int size) {
    // Enough for the first datum and its neighbour to be tried alone.
    this.mostBlind = 2 * (33 - Integer.numberOfLeadingZeros(size));
  }

  void add(List<Batch> first, List<Batch> second) {
    parts.addFirst(second);
    parts.addFirst(first);
  }

  boolean hasNext() {
    return !probing && !parts.isEmpty();
  }

  List<Batch> next() {
    probing = true;
    return parts.removeFirst();
  }

  /** The probe ended without a verdict. */
  void undecided() {
    probing = false;
  }

  void accepted() {
    probing = false;
    anyAccepted = true;
  }

  void rejected() {
    probing = false;
    rejected++;
  }

  void suspect(Batch datum) {
    suspects.add(datum);
  }

  boolean anyAccepted() {
    return anyAccepted;
  }

  /** Whether so much was rejected and nothing accepted that the content cannot be the reason. */
  boolean isBlind() {
    return !anyAccepted && rejected >= mostBlind;
  }

  boolean isFinished() {
    return !probing && parts.isEmpty();
  }

  /** The invalid data; empty unless another part was accepted. */
  List<Batch> invalid() {
    return anyAccepted ? List.copyOf(suspects) : List.of();
  }

  /** What is to be sent again later: parts not tried, and suspects that are not invalid. */
  List<Batch> left() {
    List<Batch> left = new ArrayList<>();
    parts.forEach(left::addAll);
    if (!anyAccepted) {
      left.addAll(suspects);
    }
    return left;
  }

  List<Batch> all() {
    List<Batch> all = new ArrayList<>(suspects);
    parts.forEach(all::addAll);
    return all;
  }
}
