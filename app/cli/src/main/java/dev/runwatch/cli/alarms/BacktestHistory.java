/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.backtest.Retention;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * The history of a back-test in periods that suit the alarm. History in longer periods than those
 * of the alarm is refused: it would fire never, or at other times.
 */
final class BacktestHistory {

  private static final Duration DEFAULT_LENGTH = Duration.ofDays(14);

  private final AlarmDefinition definition;
  private final Optional<Instant> begin;
  private final Optional<Instant> end;
  private final Optional<Duration> length;
  private final Consumer<String> notes;

  /**
   * @param definition the alarm, its tokens replaced
   * @param begin the start of the history, or empty
   * @param end its end, or empty
   * @param length its length in place of a start, or empty
   * @param notes receives what the reader must know of the history
   */
  BacktestHistory(
      AlarmDefinition definition,
      Optional<Instant> begin,
      Optional<Instant> end,
      Optional<Duration> length,
      Consumer<String> notes) {
    this.definition = definition;
    this.begin = begin;
    this.end = end;
    this.length = length;
    this.notes = notes;
  }

  /** The history of CloudWatch; without an end it ends before the minute that may be incomplete. */
  History fetched(String endpoint, Instant now, MetricData.Progress progress) {
    Duration unit = unit();
    Instant until = floor(end.orElseGet(() -> now.minus(unit)), unit);
    Instant since = floor(begin.orElseGet(() -> until.minus(length.orElse(DEFAULT_LENGTH))), unit);
    if (!since.isBefore(until)) {
      throw new InputException("--from: " + since + " is not before " + until);
    }
    Duration kept = keptUnit(Duration.between(since, now), unit);
    if (!kept.equals(unit)) {
      Instant later = floor(until, kept);
      return fetched(endpoint, floor(since, kept), later, kept, progress);
    }
    return fetched(endpoint, since, until, unit, progress);
  }

  private History fetched(
      String endpoint, Instant since, Instant until, Duration unit, MetricData.Progress progress) {
    try (CloudWatchClient client = CloudWatchClients.open(endpoint)) {
      History history = new MetricData(client).read(wanted(), since, until, unit, progress);
      notes.accept("");
      return checked(history, "from " + since + " to " + until);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  /** The period in which CloudWatch still has data of an age, if the alarm can use it. */
  private Duration keptUnit(Duration age, Duration unit) {
    Optional<Retention> retention = Retention.of(age);
    if (retention.isEmpty()) {
      throw new InputException(
          "--from: CloudWatch keeps no data for longer than "
              + Retention.HOUR.kept().toDays()
              + " days; give a later time");
    }
    Duration shortest = retention.get().period();
    return shortest.compareTo(unit) <= 0
        ? unit
        : coarser(
            shortest,
            "--from: CloudWatch has data of that age in periods of "
                + Durations.format(shortest)
                + " only; it keeps those of 1m for "
                + Retention.MINUTE.kept().toDays()
                + " days and of 5m for "
                + Retention.FIVE_MINUTES.kept().toDays());
  }

  /**
   * The history of a file.
   *
   * @param given the period of its data points, or empty to take the distance between them
   */
  History ofFile(String file, Optional<Duration> given) {
    HistoryFile read = HistoryFile.read(file, definition);
    Duration unit = unit();
    Duration resolution = given.or(read::resolution).orElse(unit);
    if (resolution.compareTo(unit) > 0) {
      unit =
          coarser(
              resolution,
              file
                  + ": its data points are "
                  + Durations.format(resolution)
                  + " apart (give --input-period if their period is shorter and most are missing)");
    }
    History whole = read.history(unit);
    Instant until = floor(end.orElseGet(() -> complete(whole)), unit);
    Instant since = floor(begin.or(() -> length.map(until::minus)).orElse(whole.from()), unit);
    try {
      return checked(whole.part(since, until), file + " from " + since + " to " + until);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  /** Uses longer periods than the shortest that would suit, or refuses what is too long. */
  private Duration coarser(Duration resolution, String what) {
    for (MetricStat stat : definition.stats().values()) {
      boolean fits = stat.period().toMillis() % resolution.toMillis() == 0;
      if (!fits) {
        throw new InputException(
            what
                + ", and "
                + definition.name()
                + " evaluates periods of "
                + Durations.format(stat.period()));
      }
    }
    notes.accept(
        what
            + ". The alarm is evaluated every "
            + Durations.format(resolution)
            + " instead of every minute, so it may fire later than it would have.");
    return resolution;
  }

  /** The end without a last period in which only some of the metrics have data. */
  private Instant complete(History whole) {
    Instant last = whole.to().minus(whole.unit());
    long there = definition.stats().values().stream().filter(stat -> whole.has(stat, last)).count();
    boolean incomplete = there < definition.stats().size() && last.isAfter(whole.from());
    if (incomplete) {
      notes.accept("The last period, " + last + ", lacks data of some metrics and is left out.");
    }
    return incomplete ? last : whole.to();
  }

  private History checked(History history, String where) {
    List<String> without = new ArrayList<>();
    for (MetricStat stat : definition.stats().values()) {
      if (history.count(stat) == 0) {
        without.add(stat.name());
      }
    }
    if (without.size() == definition.stats().size()) {
      throw new InputException(
          where
              + ": there is no data point of "
              + String.join(", ", without)
              + "; check environment, namespace and time");
    }
    if (!without.isEmpty()) {
      notes.accept("There is no data point of " + String.join(", ", without) + ".");
    }
    counted()
        .filter(stat -> history.count(stat.withStatistic(Statistic.SAMPLE_COUNT)) == 0)
        .ifPresent(
            stat ->
                notes.accept(
                    "The sample counts of "
                        + stat.name()
                        + " are not known, so every data point counts as significant."));
    return history;
  }

  private List<MetricStat> wanted() {
    List<MetricStat> wanted = new ArrayList<>(definition.stats().values());
    counted().ifPresent(stat -> wanted.add(stat.withStatistic(Statistic.SAMPLE_COUNT)));
    return wanted;
  }

  /** The percentile whose sample counts matter, if there is one. */
  private Optional<MetricStat> counted() {
    return Optional.ofNullable(definition.watched().stat())
        .filter(stat -> !definition.rule().evaluateLowSamples())
        .filter(stat -> stat.statistic().percentile().isPresent());
  }

  private Duration unit() {
    return definition.stats().values().stream()
        .map(History::unit)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant floor(Instant time, Duration unit) {
    long millis = unit.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }
}
