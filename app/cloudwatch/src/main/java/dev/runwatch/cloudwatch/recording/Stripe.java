/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.recording;

import java.util.function.IntFunction;

/** One of the places where threads record, so that they do not fight over one. */
final class Stripe extends Extremes {

  final Grid grid;

  Stripe(IntFunction<Chunk> maker) {
    this.grid = new Grid(maker);
  }
}
