/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.util.List;
import java.util.Random;

/**
 * Makes random inputs of valid ones and of the pieces of their language, from a seed. Not
 * thread-safe.
 */
public final class Mutator {

  private static final int MOST_CHANGES = 6;

  private final Random random;
  private final List<String> seeds;
  private final List<String> pieces;

  /**
   * @param seeds valid inputs
   * @param pieces words and symbols of the language
   */
  public Mutator(long seed, List<String> seeds, List<String> pieces) {
    this.random = new Random(seed);
    this.seeds = seeds;
    this.pieces = pieces;
  }

  /** Another input: a valid one with some changes, or pieces in a row. */
  public String next() {
    if (random.nextInt(8) == 0) {
      StringBuilder row = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        row.append(piece());
      }
      return row.toString();
    }
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      change(text);
    }
    return text.toString();
  }

  private void change(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(5)) {
      case 0 -> text.insert(at, piece());
      case 1 -> text.delete(at, to);
      case 2 -> text.replace(at, to, piece());
      case 3 -> text.insert(at, text.substring(at, to).repeat(1 + random.nextInt(4)));
      default -> text.insert(at, (char) random.nextInt(0x250));
    }
  }

  private String piece() {
    return pieces.get(random.nextInt(pieces.size()));
  }
}
