/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks Runwatch's own alarms against the metric catalogue and the runbooks. */
final class CatalogueChecks {

  private final AlarmDefinition definition;
  private final MappingReader fields;
  private final MetricsReader reader;

  private CatalogueChecks(AlarmDefinition definition, MappingReader fields, MetricsReader reader) {
    this.definition = definition;
    this.fields = fields;
    this.reader = reader;
  }

  static void check(
      AlarmDefinition definition, MappingReader fields, MetricsReader reader, Path directory) {
    CatalogueChecks checks = new CatalogueChecks(definition, fields, reader);
    checks.runbook(directory);
    if (!fields.has("TreatMissingData")) {
      fields.fault(
          "TreatMissingData",
          "it is missing, and CloudWatch's default notifies nobody when data stops",
          "write notBreaching, breaching or ignore");
    }
    if (fields.has("TreatMissingData")
        && definition.rule().treatMissingData() == TreatMissingData.MISSING) {
      fields.fault(
          "TreatMissingData",
          "without data the alarm would enter INSUFFICIENT_DATA, which notifies nobody",
          "write notBreaching, breaching or ignore");
    }
    for (Map.Entry<String, MetricStat> entry : definition.stats().entrySet()) {
      checks.metric(entry.getKey(), entry.getValue());
    }
    new ExpressionChecks(definition.metrics(), reader).mustSuitAnAlarm(definition.rule());
  }

  private void runbook(Path directory) {
    String runbook = definition.runbook();
    if (runbook.startsWith("https://")) {
      return;
    }
    boolean exists;
    try {
      Path file = directory.resolve(runbook).normalize();
      exists = file.startsWith(directory.normalize()) && Files.isRegularFile(file);
    } catch (InvalidPathException e) {
      exists = false;
    }
    if (!exists) {
      fields.fault(
          "Runbook",
          "there is no '" + runbook + "' in " + directory.getFileName(),
          "create it, or give the path of a runbook below that directory");
    }
  }

  private void metric(String id, MetricStat stat) {
    MappingReader named = reader.metricFields(id);
    if (!stat.namespace().equals(MetricStat.NAMESPACE_TOKEN)) {
      named.fault(
          "Namespace",
          "it is fixed to '" + stat.namespace() + "'",
          "write  \"" + MetricStat.NAMESPACE_TOKEN + "\"");
    }
    Optional<MetricSpec> known = MetricCatalogue.find(stat.name()).filter(MetricSpec::onCloudWatch);
    if (known.isEmpty()) {
      List<String> names = MetricCatalogue.onCloudWatch().stream().map(MetricSpec::name).toList();
      named.fault(
          "MetricName",
          "'" + stat.name() + "' is not in the catalogue of published metrics",
          Suggestions.nearest(stat.name(), names)
              .map(near -> "did you mean " + near + "?")
              .orElse("name one that is"));
      return;
    }
    dimensions(named, stat, known.get());
    statistic(id, stat, known.get());
  }

  private static void dimensions(MappingReader named, MetricStat stat, MetricSpec spec) {
    if (!spec.dimensionSets().contains(stat.dimensions().keySet())) {
      named.fault(
          "Dimensions",
          spec.name() + " is not published with the dimensions " + stat.dimensions().keySet(),
          "give exactly " + spec.dimensionSets().get(0));
    }
    String environment = stat.dimensions().get(MetricCatalogue.ENVIRONMENT);
    if (environment != null && !environment.equals(MetricStat.ENVIRONMENT_TOKEN)) {
      named.fault(
          "Dimensions",
          "Environment is fixed to '" + environment + "'",
          "write  Value: \"" + MetricStat.ENVIRONMENT_TOKEN + "\"");
    }
  }

  private void statistic(String id, MetricStat stat, MetricSpec spec) {
    MappingReader read = reader.statFields(id);
    if (!spec.statistics().contains(stat.statistic().name())) {
      String key = definition.plain() ? "Statistic" : "Stat";
      read.fault(
          definition.plain() && stat.statistic().isExtended() ? "ExtendedStatistic" : key,
          stat.statistic()
              + " is not meaningful for the "
              + spec.kind().name().toLowerCase(Locale.ROOT)
              + " "
              + spec.name(),
          "write " + String.join(" or ", spec.statistics()));
    }
    if (stat.unit() != null && !stat.unit().equals(spec.unit().cloudWatchName())) {
      read.fault(
          "Unit",
          spec.name() + " is published in " + spec.unit().cloudWatchName(),
          "leave Unit out");
    }
  }
}
