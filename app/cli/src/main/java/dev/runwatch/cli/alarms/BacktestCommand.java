/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.Backtest;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.backtest.Outcome;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.NamespaceOption;
import dev.runwatch.metrics.Environment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarms backtest}: what thresholds would have done on history. */
@Command(
    name = "backtest",
    description = {
      "Show when and for how long an alarm would have fired, for each threshold.",
      "History comes from CloudWatch, or from a file with the output of"
          + " 'aws cloudwatch get-metric-data'."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:it fires too often for --fail-if-fires", "2:wrong usage or data"})
final class BacktestCommand extends Subcommand {

  private static final int BAR = 30;

  /** For a file, whose data points carry no environment. */
  private static final Environment ANY = new Environment("any");

  /** How results are written. */
  enum Format {
    table,
    json
  }

  @Parameters(paramLabel = "ALARM", description = "The name of an alarm, or a definition file.")
  private String alarm = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "",
      description = "The start of the history, such as 2026-01-05T00:00:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      defaultValue = "",
      description = "The end of the history (default: now, or the end of the file).")
  private String to = "";

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      defaultValue = "",
      description =
          "The length of the history, instead of --from (default: 14d, or the whole file).")
  private String last = "";

  @Option(
      names = "--threshold",
      split = ",",
      paramLabel = "N",
      description = "Thresholds to try, separated by commas (default: that of the definition).")
  private List<Double> thresholds = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      defaultValue = "",
      description = "Read the history from this file.")
  private String input = "";

  @Option(
      names = "--input-period",
      defaultValue = "",
      paramLabel = "DURATION",
      description =
          "The period of the data points of the file (default: the distance between them).")
  private String inputPeriod = "";

  @Option(
      names = "--fail-if-fires",
      defaultValue = "0",
      paramLabel = "N",
      description = "Exit with 1 if the alarm fires N times or more with a threshold, for CI.")
  private int failIfFires;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "",
      description = "The endpoint of CloudWatch (default: that of the AWS settings).")
  private String endpoint = "";

  @Override
  int run() {
    if (failIfFires < 0) {
      throw new InputException("--fail-if-fires: " + failIfFires + " is below 1");
    }
    Environment observed = environment();
    AlarmDefinition definition = definition(alarm).bound(observed.name(), namespace.value().name());
    BacktestHistory source =
        new BacktestHistory(
            definition,
            time("--from", from),
            time("--to", to),
            length(),
            line -> err().println(line));
    History history =
        input.isEmpty()
            ? source.fetched(endpoint, Instant.now(), this::progress)
            : source.ofFile(input, inputPeriod());
    err().flush();
    List<Double> tried = thresholds.isEmpty() ? List.of(definition.rule().threshold()) : thresholds;
    for (Double threshold : tried) {
      if (!Double.isFinite(threshold)) {
        throw new InputException("--threshold: '" + threshold + "' is not a finite number");
      }
    }
    Backtest backtest = new Backtest(definition, history);
    List<Outcome> outcomes = tried.stream().map(backtest::with).toList();
    long points = definition.stats().values().stream().mapToLong(history::count).sum();
    BacktestReport report = new BacktestReport(definition.name(), history, points, outcomes);
    out().println(format == Format.json ? report.json() : report.table());
    boolean fires =
        failIfFires > 0
            && outcomes.stream().anyMatch(outcome -> outcome.episodes().size() >= failIfFires);
    return fires ? FAILED : DONE;
  }

  private void progress(int done, int all, long points) {
    int full = done * BAR / all;
    err()
        .print(
            String.format(
                Locale.ROOT,
                "\r[%s%s] %d/%d requests, %,d data points",
                "#".repeat(full),
                ".".repeat(BAR - full),
                done,
                all,
                points));
    err().flush();
  }

  private Environment environment() {
    return input.isEmpty() ? environment.required() : environment.given().orElse(ANY);
  }

  private Optional<Duration> inputPeriod() {
    if (inputPeriod.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> period = Durations.parse(inputPeriod).filter(found -> !found.isZero());
    if (period.isEmpty()) {
      throw new InputException(
          "--input-period: '" + inputPeriod + "' is not a duration such as 1m");
    }
    return period;
  }

  private Optional<Duration> length() {
    if (last.isEmpty()) {
      return Optional.empty();
    }
    if (!from.isEmpty()) {
      throw new InputException("--last: give either --last or --from");
    }
    Optional<Duration> length = Durations.parse(last).filter(duration -> !duration.isZero());
    if (length.isEmpty()) {
      throw new InputException("--last: '" + last + "' is not a duration such as 14d or 36h");
    }
    return length;
  }

  private static Optional<Instant> time(String option, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new InputException(
          option + ": '" + text + "' is not a time such as 2026-01-05T00:00:00Z");
    }
  }
}
