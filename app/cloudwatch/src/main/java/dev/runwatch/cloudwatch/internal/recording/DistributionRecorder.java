/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** What recorders of durations and of amounts have in common. Thread-safe. */
public abstract class DistributionRecorder extends Rolling<StripedCell> {

  private final IntFunction<BucketArray> maker;
  private final boolean numbers;

  DistributionRecorder(StepTime time, IntFunction<BucketArray> maker, boolean numbers) {
    super(time, new StripedCell(StepCell.NO_STEP, maker));
    this.maker = maker;
    this.numbers = numbers;
  }

  @Override
  final StripedCell begin(long step) {
    return new StripedCell(step, maker);
  }

  /** Hands out what was recorded in each step but {@code open} since the last call. */
  public final void drain(long open, BiConsumer<Long, Distribution> byStep) {
    List<StripedCell> last = List.copyOf(collectedOnce());
    for (StripedCell cell : take(open)) {
      Distribution distribution = cell.drain(numbers);
      if (distribution.count() > 0) {
        byStep.accept(cell.step, distribution);
      }
    }
    last.forEach(StripedCell::release);
  }

  /** What was recorded in the last complete step and in the open one. */
  public final Distribution recent() {
    Distribution recent = Distribution.EMPTY;
    for (StripedCell cell : lastCompleteAndOpen()) {
      recent = recent.plus(cell.seen(numbers));
    }
    return recent;
  }

  /** What was recorded in the last complete step. */
  public final Distribution last() {
    return lastComplete().seen(numbers);
  }
}
