/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the steps showed: a line for each as it ends, and a report in Markdown that is written again
 * after each, so that an interruption leaves one too. Thread-safe.
 */
final class Protocol {

  /** How a step ended. */
  enum Result {
    PASSED("ok"),
    FAILED("FAIL"),
    SKIPPED("skip"),
    NOT_RUN("not run");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private record Entry(Step step, Result result, String seen, Duration took) {}

  private final String heading;
  private final Optional<Path> file;
  private final Consumer<String> out;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private boolean ended;

  /**
   * @param heading what was tested, one line
   * @param file the report's file, or empty for none
   * @param out takes lines
   */
  Protocol(String heading, Optional<Path> file, Consumer<String> out) {
    this.heading = heading;
    this.file = file;
    this.out = out;
  }

  synchronized void begins(Step step) {
    out.accept("      " + step.title() + ": " + step.command());
  }

  synchronized void ends(Step step, Result result, String seen, Duration took) {
    entries.add(new Entry(step, result, seen, took));
    out.accept(
        String.format(
            Locale.ROOT,
            "%-4s  %s%s  (%.1f s)",
            result.word(),
            step.title(),
            seen.isEmpty() ? "" : ": " + seen,
            took.toMillis() / 1000.0));
    write();
  }

  synchronized void answered(List<Answer> more) {
    for (Answer answer : more) {
      answers.add(answer);
      out.accept(answer.verdict().word() + "  " + answer.assumption() + ": " + answer.evidence());
    }
    write();
  }

  /** Ends the report. */
  synchronized void end(List<String> leftBehind) {
    ended = true;
    left.addAll(leftBehind);
    leftBehind.forEach(line -> out.accept("left  " + line));
    out.accept(
        "conformance: "
            + count(Result.PASSED)
            + " passed, "
            + count(Result.FAILED)
            + " failed, "
            + count(Result.SKIPPED)
            + " skipped, "
            + count(Result.NOT_RUN)
            + " not run"
            + (leftBehind.isEmpty() ? "; nothing is left behind" : ""));
    write();
  }

  /** Whether no step failed, none was left out, and nothing is left behind. */
  synchronized boolean good() {
    return count(Result.FAILED) == 0 && count(Result.NOT_RUN) == 0 && left.isEmpty();
  }

  private long count(Result result) {
    return entries.stream().filter(it -> it.result() == result).count();
  }

  private void write() {
    file.ifPresent(
        path -> {
          try {
            Files.writeString(path, markdown());
          } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written to " + path, e);
          }
        });
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# Conformance\n\n" + heading + "\n");
    text.append("\n| # | step | command | expected | result | seconds | seen |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    int number = 1;
    for (Entry entry : entries) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | %s | %s | %.1f | %s |%n",
              number++,
              cell(entry.step().title()),
              "`" + cell(entry.step().command()).replace("`", "'") + "`",
              cell(entry.step().expected()),
              entry.result().word(),
              entry.took().toMillis() / 1000.0,
              cell(entry.seen())));
    }
    if (!answers.isEmpty()) {
      text.append("\n## Assumptions about CloudWatch\n\n");
      text.append("| assumption | answer | evidence |\n|---|---|---|\n");
      for (Answer answer : answers) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s |%n",
                cell(answer.assumption()),
                answer.verdict().word(),
                cell(answer.evidence())));
      }
    }
    text.append("\n## Left behind\n\n");
    if (!ended) {
      text.append("The checklist has not ended.\n");
    } else if (left.isEmpty()) {
      text.append("Nothing.\n");
    }
    left.forEach(line -> text.append("* ").append(line).append('\n'));
    return text.toString();
  }

  private static String cell(String text) {
    return text.replaceAll("\\R", " ").replace("|", "\\|");
  }
}
