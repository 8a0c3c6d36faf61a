/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.MetricId;
import dev.runwatch.alarms.math.Range;
import dev.runwatch.alarms.math.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code alarms math}: evaluates metric math for each line of a file. */
@Command(
    name = "math",
    description = {
      "Evaluate a metric math expression for each line of a file.",
      "A line is {\"series\":{\"m1\":[1,null,3],\"m2\":[…]}} or the inner object alone, with the"
          + " newest point last and null for a missing one.",
      "Beside series, period (default: 60, in seconds) and start (default: 1970-01-01T00:00:00Z)"
          + " are allowed. The output has a line with the resulting series for each."
    })
final class MathCommand extends Subcommand {

  private static final int MOST_SECONDS = 604_800;

  @Option(
      names = "--expression",
      required = true,
      paramLabel = "E",
      description = "The expression, such as IF(m1 > 10, m1/m2).")
  private String expression = "";

  @Option(
      names = "--cases",
      required = true,
      paramLabel = "FILE",
      description = "A file with a JSON object on each line; - is standard input.")
  private String cases = "";

  @Override
  int run() {
    MathExpression parsed = MathExpression.parse(expression);
    JsonLines.read(cases, line -> out().println(answer(parsed, line)));
    return DONE;
  }

  private static String answer(MathExpression expression, JsonNode line) {
    JsonNode inner = line.get("series");
    boolean wrapped = inner != null && inner.isObject();
    JsonNode object = wrapped ? inner : line;
    if (wrapped) {
      JsonSeries.refuseOthers(line, List.of("series", "period", "start"));
    }
    Map<String, double[]> series = new LinkedHashMap<>();
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!MetricId.isValid(entry.getKey())) {
        throw new InputException("'" + entry.getKey() + "' is not an id: " + MetricId.RULE);
      }
      if (entry.getValue().isNumber()) {
        numbers.put(entry.getKey(), JsonSeries.finite(entry.getKey(), entry.getValue()));
      } else {
        series.put(entry.getKey(), JsonSeries.points(entry.getKey(), entry.getValue()));
      }
    }
    int size = series.values().stream().mapToInt(points -> points.length).max().orElse(0);
    int period = wrapped ? JsonSeries.integer(line, "period", 60, 1, MOST_SECONDS) : 60;
    Instant start = wrapped ? JsonSeries.time(line, "start", Instant.EPOCH) : Instant.EPOCH;
    MathContext context = new MathContext(new Range(start, Duration.ofSeconds(period), size));
    series.forEach((id, points) -> context.metric(id, JsonSeries.newest(points, size)));
    numbers.forEach(context::number);
    return json(context.evaluate(expression));
  }

  private static String json(Value value) {
    if (value instanceof Value.Line line) {
      return JsonSeries.json(line.points());
    }
    if (value instanceof Value.Lines lines) {
      List<String> all = new ArrayList<>();
      lines.lines().forEach(line -> all.add(JsonSeries.json(line.points())));
      return "[" + String.join(",", all) + "]";
    }
    throw new MathException("the result is a number: CloudWatch returns time series only");
  }
}
