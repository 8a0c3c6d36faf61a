/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a command must do to pass. Immutable.
 *
 * @param status its exit status
 * @param present texts that it must print
 * @param absent texts that it must not print
 * @param times how often it must print the first text; 0 for at least once
 */
record Expectation(int status, List<String> present, List<String> absent, int times) {

  Expectation {
    present = List.copyOf(present);
    absent = List.copyOf(absent);
  }

  static Expectation status(int status) {
    return new Expectation(status, List.of(), List.of(), 0);
  }

  Expectation printing(String... texts) {
    return new Expectation(status, List.of(texts), absent, times);
  }

  Expectation notPrinting(String... texts) {
    return new Expectation(status, present, List.of(texts), times);
  }

  Expectation times(int number) {
    return new Expectation(status, present, absent, number);
  }

  /** In words. */
  String told() {
    StringBuilder told = new StringBuilder("exit status " + status);
    present.forEach(it -> told.append(", prints \"").append(it).append('"'));
    if (times > 0) {
      told.append(' ').append(times).append(times == 1 ? " time" : " times");
    }
    absent.forEach(it -> told.append(", does not print \"").append(it).append('"'));
    return told.toString();
  }

  /** What is not as expected; empty if all is. */
  String violation(Finished finished) {
    List<String> wrong = new ArrayList<>();
    if (finished.status() != status) {
      wrong.add("exit status " + finished.status());
    }
    for (String text : present) {
      int count = count(finished.output(), text);
      if (count == 0 || (times > 0 && text.equals(present.get(0)) && count != times)) {
        wrong.add("\"" + text + "\" printed " + count + " times");
      }
    }
    absent.stream()
        .filter(text -> count(finished.output(), text) > 0)
        .forEach(text -> wrong.add("\"" + text + "\" printed"));
    return wrong.isEmpty() ? "" : String.join(", ", wrong) + ": " + finished.tail();
  }

  private static int count(String output, String text) {
    return (int) Pattern.compile(Pattern.quote(text)).matcher(output).results().count();
  }
}
