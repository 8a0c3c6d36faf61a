/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.Actions;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.evaluation.AlarmQuery;
import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.alarms.evaluation.SampleCounts;
import dev.runwatch.alarms.evaluation.Series;
import dev.runwatch.alarms.evaluation.Verdict;
import dev.runwatch.common.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code alarms evaluate}: evaluates any alarm once for each line of a file. */
@Command(
    name = "evaluate",
    description = {
      "Evaluate a definition once for each line of a file.",
      "A line is {\"points\":[0,null,5],\"state\":\"OK\",\"extra\":2}, with the newest point last"
          + " and null for a missing one,",
      "or {\"series\":{\"m1\":[…],\"m2\":[…]},…} for metric math. The output has a line with state,"
          + " reason and fired for each."
    })
final class EvaluateCommand extends Subcommand {

  private static final int MOST_EXTRA = 10_000;

  private static final List<String> FIELDS =
      List.of("points", "series", "state", "extra", "samples", "start");

  @Option(
      names = "--definition",
      required = true,
      paramLabel = "FILE",
      description = "The definition of an alarm on any metric, with CloudFormation's properties.")
  private String definitionFile = "";

  @Option(
      names = "--cases",
      required = true,
      paramLabel = "FILE",
      description = "A file with a JSON object on each line; - is standard input.")
  private String cases = "";

  @Override
  int run() {
    AlarmDefinition definition = DefinitionLoader.loadAny(path(definitionFile));
    AlarmQuery watch = new AlarmQuery(definition);
    JsonLines.read(cases, line -> out().println(answer(definition, watch, line)));
    return DONE;
  }

  private static String answer(AlarmDefinition definition, AlarmQuery watch, JsonNode line) {
    JsonSeries.refuseOthers(line, FIELDS);
    int extra = JsonSeries.integer(line, "extra", Evaluator.DEFAULT_EXTRA, 0, MOST_EXTRA);
    int size = definition.rule().evaluationPeriods() + extra;
    Instant start = JsonSeries.time(line, "start", Instant.EPOCH);
    AlarmState before = state(line);
    Series range = range(definition, watch, line, start, size);
    Verdict verdict =
        Evaluator.evaluate(definition.rule(), range, samples(definition, line, range), before);
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("state", verdict.state().name());
    answer.put("reason", verdict.reason());
    answer.put("fired", verdict.state() != before && fires(definition, verdict.state()));
    return answer.toString();
  }

  /** Whether it acts on entering a state; where no actions are declared, on every one. */
  private static boolean fires(AlarmDefinition definition, AlarmState state) {
    Actions actions = definition.actions();
    return actions.enabled() && (!actions.declared() || actions.on().contains(state));
  }

  private static AlarmState state(JsonNode line) {
    Optional<JsonNode> node = JsonSeries.field(line, "state");
    for (AlarmState state : AlarmState.values()) {
      if (node.isPresent()
          && node.get().isString()
          && node.get().stringValue().equals(state.name())) {
        return state;
      }
    }
    if (node.isPresent()) {
      throw new InputException("state is not OK, ALARM or INSUFFICIENT_DATA");
    }
    return AlarmState.INSUFFICIENT_DATA;
  }

  private static Series range(
      AlarmDefinition definition, AlarmQuery watch, JsonNode line, Instant start, int size) {
    Optional<JsonNode> points = JsonSeries.field(line, "points");
    Optional<JsonNode> series = JsonSeries.field(line, "series");
    if (points.isPresent() == series.isPresent()) {
      throw new InputException("give either points or series");
    }
    Duration period = definition.period();
    if (points.isPresent()) {
      double[] values = JsonSeries.points("points", points.get());
      return Series.of(start, period, JsonSeries.newest(values, size));
    }
    return watch.compute(series(definition, series.get(), size), start, size);
  }

  private static Map<String, double[]> series(
      AlarmDefinition definition, JsonNode object, int size) {
    if (!object.isObject()) {
      throw new InputException("series is not an object of ids and arrays");
    }
    Map<String, double[]> series = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      boolean known = false;
      double[] points =
          JsonSeries.newest(JsonSeries.points(entry.getKey(), entry.getValue()), size);
      for (Map.Entry<String, MetricStat> read : definition.stats().entrySet()) {
        if (read.getKey().equals(entry.getKey()) || read.getValue().name().equals(entry.getKey())) {
          series.put(read.getKey(), points);
          known = true;
        }
      }
      if (!known) {
        throw new InputException(
            "the definition has no metric with the id '"
                + entry.getKey()
                + "': it has "
                + String.join(", ", definition.stats().keySet()));
      }
    }
    return series;
  }

  private static SampleCounts samples(AlarmDefinition definition, JsonNode line, Series range) {
    Optional<JsonNode> samples = JsonSeries.field(line, "samples");
    Optional<Statistic> statistic =
        Optional.ofNullable(definition.watched().stat()).map(MetricStat::statistic);
    if (samples.isEmpty() || statistic.isEmpty() || definition.rule().evaluateLowSamples()) {
      return SampleCounts.ALL_COUNT;
    }
    double[] counts = JsonSeries.newest(JsonSeries.points("samples", samples.get()), range.size());
    return SampleCounts.of(Series.of(range.start(), range.period(), counts), statistic.get());
  }
}
