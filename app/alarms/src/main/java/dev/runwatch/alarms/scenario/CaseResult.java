/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import java.util.List;

/**
 * How a case went.
 *
 * @param scenario the file
 * @param line the line the case begins on
 * @param name what the case shows
 * @param failures what was not as expected, with the usual evaluation range; none when it passed
 * @param fragile how the verdict depends on the evaluation range, which AWS does not publish; none
 *     when it does not
 * @param notes what is worth knowing and no failure
 * @param table the failing case minute by minute; empty when it passed
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

  /** Whether everything was as expected, fragile or not. */
  public boolean passed() {
    return failures.isEmpty();
  }
}
