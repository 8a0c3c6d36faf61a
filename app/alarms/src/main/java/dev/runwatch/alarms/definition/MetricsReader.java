/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.math.MetricId;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Reads what an alarm watches: one metric's fields, or the list {@code Metrics}. */
final class MetricsReader {

  private static final int MAX_METRICS = 10;
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_PERIOD = 604_800;

  private final MappingReader fields;
  private final boolean own;
  private final Map<String, MappingReader> entries = new TreeMap<>();

  /**
   * @param own whether ReturnData must be written out; else the expression is watched where no
   *     entry says so
   */
  MetricsReader(MappingReader fields, boolean own) {
    this.fields = fields;
    this.own = own;
  }

  /** The one metric of a plain alarm, or empty, with faults. */
  Optional<MetricStat> plain() {
    fields.require("MetricName", "write  MetricName: and the metric");
    fields.require("Period", "write  Period: 60");
    if (fields.has("Statistic") == fields.has("ExtendedStatistic")) {
      fields.fault(
          "Statistic",
          fields.has("Statistic")
              ? "Statistic and ExtendedStatistic are both given"
              : "neither Statistic nor ExtendedStatistic is given",
          "give one of them");
    }
    Optional<Statistic> basic = statistic(fields, "Statistic");
    Optional<Statistic> extended = statistic(fields, "ExtendedStatistic");
    if (basic.isPresent() && basic.get().isExtended()) {
      fields.fault(
          "Statistic", "'" + basic.get() + "' is an extended one", "name it ExtendedStatistic");
    }
    return stat(fields, fields, basic.or(() -> extended), period(fields));
  }

  /** The entries of {@code Metrics}, or nothing, with faults. */
  List<MetricQuery> list() {
    for (AlarmProperty property : AlarmProperties.all()) {
      if (property.isOfPlainMetric() && fields.has(property.name())) {
        fields.fault(property.name(), "it does not go with Metrics", "move it into a MetricStat");
      }
    }
    List<MetricQuery> queries = new ArrayList<>();
    List<Node> items = fields.items("Metrics");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<MappingReader> entry =
          MappingReader.of(items.get(i), "Metrics[" + i + "]", fields.faults());
      boolean only = items.size() == 1;
      entry.flatMap(e -> query(e, ids, only)).ifPresent(queries::add);
    }
    if (!own) {
      queries = withOneReturned(queries);
    }
    if (fields.faults().none()) {
      checkTogether(queries);
    }
    return fields.faults().none() ? queries : List.of();
  }

  /** Of entries that do not say whether they return data, the last expression does. */
  private List<MetricQuery> withOneReturned(List<MetricQuery> queries) {
    boolean anySaid =
        queries.stream().anyMatch(q -> q.returnData() && entry(q.id()).has("ReturnData"));
    String last =
        queries.stream()
            .filter(q -> q.expression() != null && !entry(q.id()).has("ReturnData"))
            .map(MetricQuery::id)
            .reduce((first, second) -> second)
            .orElse("");
    if (!anySaid && last.isEmpty()) {
      return queries;
    }
    return queries.stream()
        .map(
            q ->
                entry(q.id()).has("ReturnData")
                    ? q
                    : q.withReturnData(!anySaid && q.id().equals(last)))
        .toList();
  }

  /** The fields that name a metric: MetricName, Dimensions. */
  MappingReader metricFields(String id) {
    return entry(id).fields("MetricStat").flatMap(stat -> stat.fields("Metric")).orElse(fields);
  }

  /** The fields that say how a metric is read: Stat, Unit. */
  MappingReader statFields(String id) {
    return entry(id).fields("MetricStat").orElse(fields);
  }

  /** The fields of an entry of Metrics, or all of a plain alarm's. */
  MappingReader entry(String id) {
    return entries.getOrDefault(id, fields);
  }

  private Optional<MetricQuery> query(MappingReader entry, Set<String> ids, boolean only) {
    entry.require("Id", "write  Id: m1");
    Optional<String> id = entry.text("Id");
    if (id.isPresent() && !MetricId.isValid(id.get())) {
      entry.fault("Id", "'" + id.get() + "' is not an id", MetricId.RULE);
    } else if (id.isPresent() && !ids.add(id.get())) {
      entry.fault("Id", "'" + id.get() + "' is used twice", "choose another");
    }
    id.ifPresent(present -> entries.put(present, entry));
    Optional<String> label = entry.text("Label");
    Optional<String> expression = entry.text("Expression");
    Optional<MappingReader> metricStat = entry.fields("MetricStat");
    if (entry.has("Expression") == entry.has("MetricStat")) {
      entry.fault(
          "Expression",
          entry.has("Expression")
              ? "Expression and MetricStat are both given"
              : "neither Expression nor MetricStat is given",
          "give one of them");
    }
    boolean returnData = entry.bool("ReturnData").orElse(only || !entry.has("ReturnData"));
    entry.integer("Period", 1, MAX_PERIOD);
    if (own && entry.has("Period")) {
      entry.fault("Period", "an entry has the period of its MetricStat", "remove it");
    }
    if (entry.has("AccountId")) {
      entry.fault("AccountId", "metrics of other accounts are not supported", "remove it");
    }
    entry.refuseOthers();
    Optional<MetricStat> stat = metricStat.flatMap(this::metricStat);
    if (id.isEmpty() || stat.isPresent() == expression.isPresent()) {
      return Optional.empty();
    }
    return stat.map(s -> MetricQuery.ofMetric(id.get(), s))
        .or(() -> expression.map(e -> MetricQuery.ofExpression(id.get(), e)))
        .map(query -> query.withLabel(label.orElse(null)).withReturnData(returnData));
  }

  private Optional<MetricStat> metricStat(MappingReader in) {
    in.require("Metric", "write  Metric: with Namespace, MetricName and Dimensions");
    in.require("Stat", "write  Stat: Sum");
    in.require("Period", "write  Period: 60");
    Optional<MappingReader> metric = in.fields("Metric");
    Optional<Statistic> statistic = statistic(in, "Stat");
    OptionalInt period = period(in);
    Optional<MetricStat> stat =
        metric.flatMap(
            m -> {
              m.require("MetricName", "write  MetricName: and the metric");
              Optional<MetricStat> read = stat(m, in, statistic, period);
              m.refuseOthers();
              return read;
            });
    in.refuseOthers();
    return stat;
  }

  private static Optional<MetricStat> stat(
      MappingReader metric,
      MappingReader units,
      Optional<Statistic> statistic,
      OptionalInt period) {
    metric.require("Namespace", "write  Namespace: \"" + MetricStat.NAMESPACE_TOKEN + "\"");
    Optional<String> namespace = metric.text("Namespace");
    Optional<String> name = metric.text("MetricName");
    Map<String, String> dimensions = dimensions(metric);
    Optional<String> unit = units.oneOf("Unit", StandardUnits.ALL, word -> word);
    if (namespace.isEmpty() || name.isEmpty() || statistic.isEmpty() || period.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MetricStat(
            namespace.get(),
            name.get(),
            dimensions,
            statistic.get(),
            Duration.ofSeconds(period.getAsInt()),
            unit.orElse(null)));
  }

  private static Map<String, String> dimensions(MappingReader metric) {
    Map<String, String> dimensions = new TreeMap<>();
    List<Node> items = metric.items("Dimensions");
    for (int i = 0; i < items.size(); i++) {
      String path = metric.name("Dimensions[" + i + "]");
      Optional<MappingReader> entry = MappingReader.of(items.get(i), path, metric.faults());
      if (entry.isPresent()) {
        MappingReader dimension = entry.get();
        dimension.require("Name", "write  Name: Environment");
        dimension.require("Value", "write  Value: and its value");
        Optional<String> name = dimension.text("Name");
        Optional<String> value = dimension.text("Value");
        dimension.refuseOthers();
        if (name.isPresent()
            && value.isPresent()
            && dimensions.put(name.get(), value.get()) != null) {
          dimension.fault("Name", "'" + name.get() + "' is given twice", "keep one");
        }
      }
    }
    if (dimensions.size() > MAX_DIMENSIONS) {
      metric.fault(
          "Dimensions", "there are " + dimensions.size(), "give at most " + MAX_DIMENSIONS);
    }
    return dimensions;
  }

  private static Optional<Statistic> statistic(MappingReader in, String key) {
    Optional<String> text = in.text(key);
    try {
      return text.map(Statistic::new);
    } catch (IllegalArgumentException e) {
      in.fault(
          key,
          "'" + text.orElse("") + "' is not a statistic",
          "write Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99");
      return Optional.empty();
    }
  }

  private static OptionalInt period(MappingReader in) {
    OptionalInt period = in.integer("Period", 1, MAX_PERIOD);
    if (period.isPresent()) {
      int seconds = period.getAsInt();
      boolean legal = seconds == 10 || seconds == 20 || seconds == 30 || seconds % 60 == 0;
      if (!legal) {
        in.fault("Period", seconds + " s is not a period", "write 10, 20, 30 or a multiple of 60");
        return OptionalInt.empty();
      }
    }
    return period;
  }

  private void checkTogether(List<MetricQuery> queries) {
    List<MetricQuery> metrics = queries.stream().filter(q -> q.stat() != null).toList();
    if (metrics.isEmpty()) {
      fields.fault("Metrics", "there is no metric in it", "add an entry with a MetricStat");
    } else if (metrics.size() > MAX_METRICS) {
      fields.fault(
          "Metrics", "it reads " + metrics.size() + " metrics", "read at most " + MAX_METRICS);
    }
    if (metrics.stream()
            .map(MetricQuery::stat)
            .filter(Objects::nonNull)
            .map(MetricStat::period)
            .distinct()
            .count()
        > 1) {
      fields.fault("Metrics", "its metrics have different periods", "give them one Period");
    }
    long returned = queries.stream().filter(MetricQuery::returnData).count();
    if (returned != 1) {
      fields.fault(
          "Metrics",
          returned + " of its entries return data",
          "write  ReturnData: true  at one and  false  at all others");
    }
    if (fields.faults().none()) {
      new ExpressionChecks(queries, this).mustWork();
    }
  }
}
