/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.publishing.Sealing;
import dev.runwatch.cloudwatch.publishing.Source;
import java.util.function.DoubleSupplier;

/** A gauge, sampled at the end of each step. */
final class PublishedGauge implements Source {

  private final DoubleSupplier value;
  private final Target target;

  PublishedGauge(DoubleSupplier value, Target target) {
    this.value = value;
    this.target = target;
  }

  @Override
  public void seal(Sealing sealing) {
    if (sealing.sampled().isEmpty()) {
      return;
    }
    long step = sealing.sampled().getAsLong();
    if (target.readAs() == ReadAs.MAXIMUM) {
      sealing.rollup().greatest(step, target.keys(), value.getAsDouble());
    } else if (!sealing.closing()) {
      // A process that ends and its successor would both count in this step.
      sealing.rollup().total(step, target.keys(), value.getAsDouble());
    }
  }
}
