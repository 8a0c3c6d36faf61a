/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

/**
 * The number of independent events of a mean, drawn by the inverse of its distribution. A guide
 * tells where to begin, so that a draw takes the same time at every mean. Immutable, thread-safe.
 */
final class Poisson {

  /** The largest mean of a table; the probability of 0 is still a normal number. */
  static final double LARGEST_MEAN = 512;

  private final double[] atMost;
  private final int[] guide;

  /**
   * @param mean from 0 to {@link #LARGEST_MEAN}
   */
  Poisson(double mean) {
    // Beyond twelve standard deviations nothing is left that a double could tell from 1.
    int size = (int) Math.ceil(mean + 12 * Math.sqrt(mean)) + 24;
    atMost = new double[size];
    guide = new int[size];
    double probability = Math.exp(-mean);
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += probability;
      atMost[i] = total;
      probability *= mean / (i + 1);
    }
    int events = 0;
    for (int i = 0; i < size; i++) {
      while (events < size - 1 && atMost[events] * size <= i) {
        events++;
      }
      guide[i] = events;
    }
  }

  /**
   * The number of events for a number that is uniformly distributed.
   *
   * @param level from 0, less than 1
   */
  int events(double level) {
    int events = guide[(int) (level * guide.length)];
    while (events < atMost.length - 1 && atMost[events] <= level) {
      events++;
    }
    return events;
  }
}
