/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.SplittableRandom;

/** Random numbers of the distributions that a platform needs. Not thread-safe. */
final class Chance {

  /** The largest mean whose probability of 0 is drawn from directly. */
  private static final double LARGEST_MEAN = 16;

  private final SplittableRandom random;
  private double mean = -1;
  private double none;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A number of independent events of that mean. */
  int events(double expected) {
    int events = 0;
    double rest = expected;
    while (rest > LARGEST_MEAN) {
      events += few(LARGEST_MEAN);
      rest -= LARGEST_MEAN;
    }
    return events + (rest > 0 ? few(rest) : 0);
  }

  private int few(double expected) {
    if (expected != mean) {
      mean = expected;
      none = Math.exp(-expected);
    }
    double level = random.nextDouble();
    double probability = none;
    double total = probability;
    int events = 0;
    while (level > total && probability > 0) {
      events++;
      probability *= expected / events;
      total += probability;
    }
    return events;
  }

  /** How many of a number of independent trials succeed. */
  int successes(int trials, double probability) {
    int successes = 0;
    for (int i = 0; i < trials; i++) {
      successes += happens(probability) ? 1 : 0;
    }
    return successes;
  }
}
