/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random numbers of the distributions that a platform needs. Not thread-safe. */
final class Chance {

  /** A platform draws from few means in turn: failed and completed, in a burst and without. */
  private static final int RECENT = 4;

  private final SplittableRandom random;
  private final Distributions distributions;
  private final double[] means = new double[RECENT];
  private final Poisson[] tables = new Poisson[RECENT];
  private int oldest;

  Chance(long seed, Distributions distributions) {
    this.random = new SplittableRandom(seed);
    this.distributions = distributions;
    Arrays.fill(means, -1);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A number of independent events of that mean. */
  int events(double expected) {
    int events = 0;
    double rest = expected;
    while (rest > Poisson.LARGEST_MEAN) {
      events += poisson(Poisson.LARGEST_MEAN).events(random.nextDouble());
      rest -= Poisson.LARGEST_MEAN;
    }
    return events + (rest > 0 ? poisson(rest).events(random.nextDouble()) : 0);
  }

  private Poisson poisson(double mean) {
    for (int i = 0; i < RECENT; i++) {
      if (means[i] == mean) {
        return tables[i];
      }
    }
    Poisson table = distributions.poisson(mean);
    means[oldest] = mean;
    tables[oldest] = table;
    oldest = (oldest + 1) % RECENT;
    return table;
  }
}
