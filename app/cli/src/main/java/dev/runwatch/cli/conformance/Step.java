/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

/**
 * A step of the checklist.
 *
 * @param title what it proves
 * @param command what somebody would type, or would do, for it
 * @param expected what shows that it passed
 * @param lacking why it cannot be done at this endpoint, or empty
 * @param essential whether the steps after it make no sense if it fails
 * @param action does it and returns what was seen; throws {@link StepFailedException} otherwise
 */
record Step(
    String title,
    String command,
    String expected,
    String lacking,
    boolean essential,
    Action action) {

  /** Does a step. */
  @FunctionalInterface
  interface Action {

    /**
     * Does it.
     *
     * @return what was seen
     */
    String run();
  }

  Step lacking(String why) {
    return new Step(title, command, expected, why, essential, action);
  }

  Step optional() {
    return new Step(title, command, expected, lacking, /* essential= */ false, action);
  }
}
