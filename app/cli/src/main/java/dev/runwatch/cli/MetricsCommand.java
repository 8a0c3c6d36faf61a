/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.cli.options.OptionalAlarmsOption;
import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The subcommand {@code metrics}. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = "Print every metric, and what one environment costs a month.")
final class MetricsCommand implements Runnable {

  private static final int MAX_INSTANCES = 100_000;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--instances",
      defaultValue = "3",
      paramLabel = "N",
      description = "The number of coordinators and runners together (default: ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--step",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "The time between two publications (default: ${DEFAULT-VALUE}).")
  private Duration step = Duration.ofSeconds(60);

  @Mixin private OptionalAlarmsOption optional = new OptionalAlarmsOption();

  @Override
  public void run() {
    if (instances < 1 || instances > MAX_INSTANCES) {
      throw UsageErrors.of(spec, "--instances", String.valueOf(instances), "1 to " + MAX_INSTANCES);
    }
    if (step.toMillis() < 1_000) {
      throw UsageErrors.of(spec, "--step", step.toMillis() + "ms", "1s or more");
    }
    Path directory = Path.of(System.getProperty("runwatch.home", ".")).resolve("alarms");
    List<AlarmDefinition> alarms = optional.choose(DefinitionLoader.loadWithOptional(directory));
    PrintWriter out = spec.commandLine().getOut();
    catalogue(out);
    int routes = Coordinator.routeNames().size();
    bill(out, routes, Bill.of(instances, step, MetricCatalogue.onCloudWatch(), routes, alarms));
    out.flush();
  }

  private static void catalogue(PrintWriter out) {
    String form = "%-34s %-10s %-8s %-12s %-58s %s%n";
    out.printf(Locale.ROOT, form, "METRIC", "KIND", "UNIT", "READ AS", "DIMENSIONS", "MEANING");
    for (MetricSpec metric : MetricCatalogue.all()) {
      String sets =
          metric.dimensionSets().stream()
              .map(set -> String.join("+", new TreeSet<>(set)))
              .collect(Collectors.joining(", "));
      out.printf(
          Locale.ROOT,
          form,
          metric.name(),
          metric.kind().name().toLowerCase(Locale.ROOT),
          metric.unit().cloudWatchName(),
          String.join(" ", metric.statistics()),
          metric.onCloudWatch() ? sets : "only on /metrics",
          metric.meaning());
    }
  }

  private void bill(PrintWriter out, int routes, Bill bill) {
    out.printf(
        Locale.ROOT,
        "%nA month of one environment with %d instances, a step of %d s:%n",
        instances,
        step.toSeconds());
    String form = "  %-44s %,12d %10s%n";
    out.printf(
        Locale.ROOT,
        form,
        "metric sets (" + routes + " routes, " + Bill.STATUS_CLASSES + " status classes)",
        bill.metricSets(),
        dollars(bill.metricDollars()));
    out.printf(Locale.ROOT, form, "requests", bill.requests(), dollars(bill.requestDollars()));
    out.printf(
        Locale.ROOT, form, "metrics of alarms", bill.alarmMetrics(), dollars(bill.alarmDollars()));
    out.printf(Locale.ROOT, form, "dashboards", 1, dollars(Prices.DASHBOARD));
    out.printf(Locale.ROOT, form, "keys of topics", 1, dollars(Prices.KEY));
    out.printf(Locale.ROOT, "  %-44s %12s %10s%n", "together", "", dollars(bill.dollars()));
    out.printf(Locale.ROOT, "  Prices as of %s, without free tiers.%n", Prices.AS_OF);
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "$%.2f", amount);
  }
}
