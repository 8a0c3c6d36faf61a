/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The distributions that the platforms of one simulation draw from. Thread-safe. */
final class Distributions {

  /** The models of one simulation have far fewer means. */
  private static final int KEPT = 1_000;

  private final Map<Double, Poisson> byMean = new ConcurrentHashMap<>();

  Poisson poisson(double mean) {
    Poisson known = byMean.get(mean);
    if (known != null) {
      return known;
    }
    Poisson made = new Poisson(mean);
    if (byMean.size() < KEPT) {
      byMean.put(mean, made);
    }
    return made;
  }
}
