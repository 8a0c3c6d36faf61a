/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import java.util.List;

/**
 * The result of one case.
 *
 * @param scenario the file
 * @param line the line on which the case begins
 * @param name the name of the case
 * @param failures the differences from what was expected, with the default evaluation range; empty
 *     if it passed
 * @param fragile what hangs on a rule that AWS does not publish and that the case does not say it
 *     assumes; empty if there is none
 * @param notes remarks that are no failures
 * @param table the evaluations around each failure, for each alarm that fails; empty if it passed
 */
public record CaseResult(
    String scenario,
    int line,
    String name,
    List<String> failures,
    List<String> fragile,
    List<String> notes,
    List<String> table) {

  public CaseResult {
    failures = List.copyOf(failures);
    fragile = List.copyOf(fragile);
    notes = List.copyOf(notes);
    table = List.copyOf(table);
  }

  /** Whether everything was as expected, whether or not it is fragile. */
  public boolean passed() {
    return failures.isEmpty();
  }
}
