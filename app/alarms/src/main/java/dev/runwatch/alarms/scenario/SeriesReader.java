/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.Suggestions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the data of a case: its {@code series}, when they arrive, and their {@code samples}. */
final class SeriesReader {

  private static final Duration LATEST = Duration.ofDays(15);

  private final List<AlarmDefinition> alarms;
  private final Set<String> names = new TreeSet<>();

  SeriesReader(List<AlarmDefinition> alarms) {
    this.alarms = alarms;
    for (AlarmDefinition alarm : alarms) {
      alarm
          .stats()
          .forEach(
              (id, stat) -> {
                names.add(stat.name());
                if (!alarm.plain()) {
                  names.add(id);
                }
              });
    }
  }

  Map<String, ScenarioSeries> read(MappingReader fields) {
    Map<String, ScenarioSeries> series = new LinkedHashMap<>();
    Optional<MappingReader> values = fields.fields("series");
    if (values.isPresent()) {
      values(values.get(), "3x5 0x5 _x2").forEach(series::put);
    }
    late(fields, series);
    Optional<MappingReader> samples = fields.fields("samples");
    if (samples.isPresent()) {
      values(samples.get(), "100x5 3x5")
          .forEach(
              (name, counts) -> {
                if (series.containsKey(name)) {
                  series.computeIfPresent(name, (key, of) -> of.withSamples(counts.values()));
                } else if (names.contains(name)) {
                  samples.get().fault(name, "it has no series", "write one under  series:");
                }
              });
    }
    return series;
  }

  private Map<String, ScenarioSeries> values(MappingReader fields, String example) {
    Map<String, ScenarioSeries> series = new LinkedHashMap<>();
    for (String key : fields.keys()) {
      Optional<Node> node = fields.node(key);
      if (!names.contains(key)) {
        fields.fault(
            key,
            "no alarm of this file reads this metric",
            Suggestions.nearest(key, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("give one of " + String.join(", ", names)));
      }
      try {
        series.put(key, SeriesNotation.series(text(node.orElseThrow())));
      } catch (IllegalArgumentException e) {
        fields.fault(key, String.valueOf(e.getMessage()), "for example  " + example);
      }
    }
    return series;
  }

  /** A metric that the case does not mention would be missing, which is rarely meant. */
  void refuseForgotten(MappingReader fields) {
    MappingReader series = fields.fields("series").orElse(fields);
    for (AlarmDefinition alarm : alarms) {
      for (Map.Entry<String, MetricStat> entry : alarm.stats().entrySet()) {
        String name = entry.getValue().name();
        boolean given =
            series.keys().contains(name)
                || (!alarm.plain() && series.keys().contains(entry.getKey()))
                || sameMetric(alarm, entry.getValue(), series.keys());
        if (!given) {
          series.fault(
              name,
              alarm.name() + " reads this metric, and the case gives no value of it",
              "write  " + name + ": _  where it has no data");
        }
      }
    }
  }

  private static boolean sameMetric(AlarmDefinition alarm, MetricStat stat, Set<String> given) {
    return alarm.stats().entrySet().stream()
        .anyMatch(other -> given.contains(other.getKey()) && other.getValue().equals(stat));
  }

  private static void late(MappingReader fields, Map<String, ScenarioSeries> series) {
    if (!fields.has("late")) {
      return;
    }
    if (fields.node("late").orElse(null) instanceof Node.Mapping) {
      Optional<MappingReader> each = fields.fields("late");
      if (each.isPresent()) {
        for (String name : series.keySet()) {
          delay(each.get(), name)
              .ifPresent(by -> series.computeIfPresent(name, (key, of) -> of.delayed(by)));
        }
        each.get().refuseOthers();
      }
    } else {
      delay(fields, "late").ifPresent(by -> series.replaceAll((name, of) -> of.delayed(by)));
    }
  }

  private static Optional<Duration> delay(MappingReader fields, String key) {
    Optional<String> text = fields.text(key);
    Optional<Duration> delay = text.flatMap(Durations::parse).filter(d -> d.compareTo(LATEST) <= 0);
    if (text.isPresent() && delay.isEmpty()) {
      fields.fault(
          key, "'" + text.get() + "' is not a delay", "write one such as 90s, at most 15d");
    }
    return delay;
  }

  private static String text(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.isNull() ? "" : scalar.text();
    }
    if (node instanceof Node.Sequence sequence) {
      StringBuilder text = new StringBuilder();
      for (Node item : sequence.items()) {
        boolean missing = item instanceof Node.Scalar scalar && scalar.isNull();
        text.append(missing ? "_" : text(item)).append(' ');
      }
      return text.toString();
    }
    throw new IllegalArgumentException("it is " + node.kind() + ", not a series of values");
  }
}
