/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * The growth by step of numbers that are kept elsewhere. They can only be read at the end of a
 * step, so all growth since the last reading belongs to the step that ended last. A reading takes
 * place when the step is collected, or earlier when the meter is looked at, whichever comes first.
 * Thread-safe; the numbers are read under a lock of this meter alone.
 */
final class FunctionSteps {

  /** The growth of each number in a step. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Growth(long step, double[] amounts) {}

  private final StepTime time;
  private final List<DoubleSupplier> growths;
  private final Queue<Growth> uncollected = new ConcurrentLinkedQueue<>();
  // Guarded by this.
  private Growth shown;

  FunctionSteps(StepTime time, List<DoubleSupplier> growths) {
    this.time = time;
    this.growths = List.copyOf(growths);
    this.shown = new Growth(time.refresh() - 1, new double[growths.size()]);
  }

  /** The growth in the last complete step; runs code of the application. */
  synchronized double[] last() {
    long complete = time.refresh() - 1;
    if (complete > shown.step()) {
      read(complete);
    }
    return shown.amounts();
  }

  /** Reads for a collection; runs code of the application. */
  synchronized void read(CollectionPass pass) {
    if (pass.lastElapsed() > shown.step() || pass.firstElapsed() > pass.lastElapsed()) {
      read(pass.lastElapsed());
    } else {
      // It was looked at after the step ended. What is new since then belongs to the next step.
      uncollected.add(new Growth(pass.lastElapsed(), new double[growths.size()]));
    }
  }

  private void read(long step) {
    double[] amounts = growths.stream().mapToDouble(DoubleSupplier::getAsDouble).toArray();
    shown = new Growth(step, amounts);
    uncollected.add(shown);
    // While nothing collects, growth that was shown is not needed again.
    while (uncollected.size() > StepTime.MOST_RETAINED) {
      uncollected.poll();
    }
  }

  /** Hands out the growth that was read and not collected yet; returns whether there was any. */
  boolean collect(BiConsumer<Long, double[]> growth) {
    boolean any = false;
    for (Growth g = uncollected.poll(); g != null; g = uncollected.poll()) {
      growth.accept(g.step(), g.amounts());
      any = true;
    }
    return any;
  }
}
