/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmDefinitionBuilder;
import dev.runwatch.alarms.definition.ComparisonOperator;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.alarms.yaml.YamlFolder;
import dev.runwatch.testing.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Alarms for tests: the shipped ones by name, and plain ones. */
public final class Alarms {

  /** The directory of the shipped definitions. */
  public static final Path DIRECTORY = Repository.root().resolve("alarms");

  /** The directory of sample definitions, which stay as they are when the shipped ones change. */
  public static final Path SAMPLES =
      Repository.root().resolve("app/alarms/src/test/resources/samples");

  /** The alarms of the specification; the directory may hold more. */
  public static final List<String> SPECIFIED =
      List.of("coordinator-down", "high-failure-rate", "no-online-runners", "queue-backing-up");

  private Alarms() {}

  /** Every shipped definition, the optional ones too. */
  public static List<AlarmDefinition> all() {
    return DefinitionLoader.loadWithOptional(DIRECTORY);
  }

  /** The files in a folder of that name beside each shipped definition. */
  public static List<Path> filesOf(String folder) {
    return DefinitionLoader.folders(DIRECTORY).stream()
        .flatMap(of -> YamlFolder.of(of.resolve(folder)).files().stream())
        .toList();
  }

  /** The definitions of the specification in the order of {@link #SPECIFIED}. */
  public static List<AlarmDefinition> specified() {
    return SPECIFIED.stream().map(Alarms::shipped).toList();
  }

  /** A shipped definition by its name. */
  public static AlarmDefinition shipped(String name) {
    return DefinitionLoader.load(DefinitionLoader.find(DIRECTORY, name).orElseThrow());
  }

  /** A sample definition by its name. */
  public static AlarmDefinition sample(String name) {
    return DefinitionLoader.load(SAMPLES.resolve(name + ".yaml"));
  }

  /** Every sample definition. */
  public static List<AlarmDefinition> samples() {
    return DefinitionLoader.loadAll(SAMPLES);
  }

  /** An alarm without a warm-up on the metric {@code depth} of the namespace {@code Test}. */
  public static AlarmDefinitionBuilder plain(Rule rule, String statistic, Duration period) {
    return AlarmDefinition.builder("plain").metric(stat("depth", statistic, period)).rule(rule);
  }

  /** A metric of the namespace {@code Test} without dimensions. */
  public static MetricStat stat(String name, String statistic, Duration period) {
    return new MetricStat("Test", name, Map.of(), new Statistic(statistic), period, null);
  }

  /** M of N points above a threshold. */
  public static Rule above(double threshold, int m, int n, TreatMissingData treatment) {
    return new Rule(
        n,
        m,
        threshold,
        ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatment,
        /* evaluateLowSamples= */ true);
  }
}
