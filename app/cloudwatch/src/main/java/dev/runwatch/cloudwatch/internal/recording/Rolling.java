/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a meter, one for each step. A recorder that finds a new step begins a new cell
 * itself, so that a late collection neither loses data nor moves them to another step.
 *
 * <p>A cell is collected twice: when its step is over, and again with the next collection. A
 * recorder may have been preempted between finding its cell and adding to it; its addition is then
 * collected under the right step.
 */
abstract class Rolling<C extends StepCell> {

  private final StepTime time;
  private final C none;
  private volatile C current;
  private List<C> closed = new ArrayList<>();
  private List<C> drained = List.of();
  private C before;

  Rolling(StepTime time, C none) {
    this.time = time;
    this.none = none;
    this.current = none;
    this.before = none;
  }

  abstract C begin(long step);

  /** The cell of the step that it is by {@link StepTime#current()}. */
  final C cell() {
    C cell = current;
    long step = time.current();
    return cell.step == step ? cell : roll(step);
  }

  /** The cell of the step that it is by the clock. */
  final C cellByClock() {
    C cell = current;
    long step = time.refresh();
    return cell.step == step ? cell : roll(step);
  }

  private synchronized C roll(long step) {
    if (current.step != step) {
      close();
      current = begin(step);
    }
    return current;
  }

  private void close() {
    if (current != none) {
      closed.add(current);
      while (closed.size() > time.retained()) {
        closed.remove(0);
        time.discarded();
      }
      if (time.retained() == 0) {
        drained = List.of();
      }
      before = current;
      current = none;
    }
  }

  /**
   * Takes the cells of all steps but {@code open}, and once more those taken last time.
   *
   * @param open the step still being recorded; {@link Long#MIN_VALUE} to take that one too
   */
  final synchronized List<C> take(long open) {
    if (current.step != open) {
      close();
    }
    List<C> taken = new ArrayList<>(closed.size() + drained.size());
    taken.addAll(drained);
    taken.addAll(closed);
    drained = closed;
    closed = new ArrayList<>(1);
    if (before.step < time.refresh() - 1) {
      // Nobody asks for it any more.
      before = none;
    }
    return taken;
  }

  /** The cells that the next collection takes for the last time. */
  final synchronized List<C> collectedOnce() {
    return drained;
  }

  /** The cells of the last complete step and of the open one, as far as there are any. */
  final List<C> lastCompleteAndOpen() {
    C complete = lastComplete();
    C open = current;
    if (complete == none) {
      return open.step == time.refresh() ? List.of(open) : List.of();
    }
    return complete == open ? List.of(complete) : List.of(complete, open);
  }

  /** The cell of the last complete step, or an empty one: what Micrometer's step meters show. */
  final C lastComplete() {
    long wanted = time.refresh() - 1;
    C live = current;
    if (live.step == wanted) {
      return live;
    }
    synchronized (this) {
      return before.step == wanted ? before : none;
    }
  }
}
