/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.internal.publishing.CollectionPass;
import dev.runwatch.cloudwatch.internal.publishing.Collector;
import java.util.function.DoubleSupplier;

/** A gauge, sampled at the end of each step. */
final class PublishedGauge implements Collector {

  private final DoubleSupplier value;
  private final MeterTarget target;

  PublishedGauge(DoubleSupplier value, MeterTarget target) {
    this.value = value;
    this.target = target;
  }

  @Override
  public void collect(CollectionPass pass) {
    if (pass.sampled().isEmpty()) {
      return;
    }
    long step = pass.sampled().getAsLong();
    if (target.readAs() == ReadAs.MAXIMUM) {
      pass.rollup().greatest(step, target.keys(), value.getAsDouble());
    } else if (!pass.closing()) {
      // A process that ends and its successor would both count in this step.
      pass.rollup().total(step, target.keys(), value.getAsDouble());
    }
  }
}
