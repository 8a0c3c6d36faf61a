/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.IOException;
import java.time.Duration;

/**
 * Gives random inputs to a reader, which must end in a result or in an error that says what is
 * wrong. Their number is the property {@code fuzz.inputs}: 500 in {@code verify}, 100,000 with the
 * profile {@code fuzz}.
 */
public final class Fuzz {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 500);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Fuzz() {}

  /** Takes one input and catches the exceptions that it may end in. */
  @FunctionalInterface
  public interface Reader {
    /** Reads one input. */
    void read(String input) throws IOException;
  }

  /**
   * Reads all inputs.
   *
   * @throws AssertionError that names the input, if one ends in another exception, in a lack of
   *     memory or stack, or after more than 5 s
   */
  public static void run(Mutator mutator, Reader reader) {
    for (int i = 0; i < INPUTS; i++) {
      String input = mutator.next();
      long begin = System.nanoTime();
      try {
        reader.read(input);
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("input " + i + ": " + input, e);
      }
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      if (taken.compareTo(LONGEST) > 0) {
        throw new AssertionError("input " + i + " takes " + taken + ": " + input);
      }
    }
  }
}
