/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms;

import dev.runwatch.alarms.document.Fields;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Runwatch's own alarms must agree with: the metric catalogue and the runbooks. */
final class OwnChecks {

  private final AlarmDefinition definition;
  private final Fields fields;

  private OwnChecks(AlarmDefinition definition, Fields fields) {
    this.definition = definition;
    this.fields = fields;
  }

  static void check(AlarmDefinition definition, Fields fields, Path directory) {
    OwnChecks checks = new OwnChecks(definition, fields);
    checks.runbook(directory);
    for (Map.Entry<String, MetricStat> entry : definition.stats().entrySet()) {
      checks.metric(entry.getKey(), entry.getValue());
    }
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
          "write it, or give the path of one below that directory");
    }
  }

  private void metric(String id, MetricStat stat) {
    String where = definition.plain() ? "" : "metric '" + id + "': ";
    String field = definition.plain() ? "MetricName" : "Metrics";
    Optional<MetricSpec> known = MetricCatalogue.find(stat.name());
    if (known.isEmpty() || !known.get().onCloudWatch()) {
      Optional<String> near =
          dev.runwatch.alarms.document.Words.nearest(
              stat.name(), MetricCatalogue.onCloudWatch().stream().map(MetricSpec::name).toList());
      fields.fault(
          field,
          where + "'" + stat.name() + "' is not in the catalogue of published metrics",
          near.map(n -> "did you mean " + n + "?").orElse("name one that is"));
      return;
    }
    MetricSpec spec = known.get();
    Set<String> dimensions = stat.dimensions().keySet();
    if (!spec.dimensionSets().contains(dimensions)) {
      fields.fault(
          definition.plain() ? "Dimensions" : field,
          where + spec.name() + " is not published under " + dimensions,
          "give exactly " + spec.dimensionSets().get(0));
    }
    String environment = stat.dimensions().get(MetricCatalogue.ENVIRONMENT);
    if (environment != null && !environment.equals(MetricStat.ENVIRONMENT_TOKEN)) {
      fields.fault(
          definition.plain() ? "Dimensions" : field,
          where + "Environment is fixed to '" + environment + "'",
          "write  Value: \"" + MetricStat.ENVIRONMENT_TOKEN + "\"");
    }
    if (!spec.statistics().contains(stat.statistic().name())) {
      fields.fault(
          definition.plain() ? "Statistic" : field,
          where
              + stat.statistic()
              + " of the "
              + spec.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + spec.name()
              + " means nothing",
          "write " + String.join(" or ", spec.statistics()));
    }
    if (stat.unit() != null && !stat.unit().equals(spec.unit().cloudWatchName())) {
      fields.fault(
          definition.plain() ? "Unit" : field,
          where + spec.name() + " is published in " + spec.unit().cloudWatchName(),
          "leave Unit out");
    }
  }
}
