/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Suggestions for a misspelt word. */
public final class Suggestions {

  private static final int MAX_LENGTH = 80;

  private Suggestions() {}

  /**
   * The nearest candidate, ignoring case, at most three edits away, or empty. A short word must be
   * nearer: at most half its length.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String best = null;
    // Twice the distance, so that at equal distance a candidate with the same first letter wins.
    int bestScore = 2 * Math.min(4, 1 + word.length() / 2);
    if (word.length() <= MAX_LENGTH && !word.isEmpty()) {
      String wanted = word.toLowerCase(Locale.ROOT);
      for (String candidate : candidates) {
        String other = candidate.toLowerCase(Locale.ROOT);
        boolean sameStart = !other.isEmpty() && other.charAt(0) == wanted.charAt(0);
        int score = 2 * distance(wanted, other) + (sameStart ? 0 : 1);
        if (score < bestScore) {
          bestScore = score;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
