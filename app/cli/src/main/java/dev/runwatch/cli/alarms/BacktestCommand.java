/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.Backtest;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.backtest.Outcome;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.cli.options.NamespaceOption;
import dev.runwatch.metrics.Environment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** {@code alarms backtest}: what thresholds would have done on history. */
@Command(
    name = "backtest",
    description = {
      "Show when and for how long an alarm would have fired, for each threshold.",
      "History comes from CloudWatch, or from a file with the output of"
          + " 'aws cloudwatch get-metric-data'."
    })
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
    Environment observed = environment();
    AlarmDefinition definition = definition(alarm).bound(observed.name(), namespace.value().name());
    Duration unit =
        definition.stats().values().stream()
            .map(History::unit)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Optional<Instant> begin = time("--from", from);
    Optional<Instant> end = time("--to", to);
    Optional<Duration> length = length();
    History history =
        input.isEmpty()
            ? fetched(definition, unit, begin, end, length)
            : cut(definition, HistoryFile.read(input, definition, unit), begin, end, length);
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
    return DONE;
  }

  private History fetched(
      AlarmDefinition definition,
      Duration unit,
      Optional<Instant> begin,
      Optional<Instant> end,
      Optional<Duration> length) {
    Instant until = floor(end.orElseGet(Instant::now), unit);
    Instant since =
        floor(begin.orElseGet(() -> until.minus(length.orElse(Duration.ofDays(14)))), unit);
    if (!since.isBefore(until)) {
      throw new InputException("--from: " + since + " is not before " + until);
    }
    try (CloudWatchClient client = CloudWatchClients.open(endpoint)) {
      List<MetricStat> stats = List.copyOf(definition.stats().values());
      History history = new MetricData(client).read(stats, since, until, unit, this::progress);
      err().println();
      return history;
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
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

  private static History cut(
      AlarmDefinition definition,
      History whole,
      Optional<Instant> begin,
      Optional<Instant> end,
      Optional<Duration> length) {
    if (begin.isEmpty() && end.isEmpty() && length.isEmpty()) {
      return whole;
    }
    Instant until = floor(end.orElse(whole.to()), whole.unit());
    Instant since =
        floor(begin.or(() -> length.map(until::minus)).orElse(whole.from()), whole.unit());
    History part;
    try {
      part = new History(since, until, whole.unit());
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
    for (MetricStat stat : definition.stats().values()) {
      Series series = whole.read(stat.withPeriod(whole.unit()), since, until);
      for (int i = 0; i < series.size(); i++) {
        Instant time = series.time(i);
        series.value(i).ifPresent(value -> part.add(stat, time, value));
      }
    }
    return part;
  }

  private Environment environment() {
    return input.isEmpty() ? environment.required() : environment.given().orElse(ANY);
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

  private static Instant floor(Instant time, Duration unit) {
    long millis = unit.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }
}
