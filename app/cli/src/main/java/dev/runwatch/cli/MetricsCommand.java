/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The subcommand {@code metrics}. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = "Print the catalogue of metrics.")
final class MetricsCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-36s %-10s %-8s %-12s %s%n", "METRIC", "KIND", "UNIT", "STATISTIC", "DIMENSIONS");
    for (MetricSpec metric : MetricCatalogue.all()) {
      String sets =
          metric.dimensionSets().stream()
              .map(set -> String.join("+", new TreeSet<>(set)))
              .collect(Collectors.joining(", "));
      out.printf(
          "%-36s %-10s %-8s %-12s %s%n",
          metric.name(),
          metric.kind().name().toLowerCase(Locale.ROOT),
          metric.unit().cloudWatchName(),
          String.join(" ", metric.statistics()),
          metric.onCloudWatch() ? sets : "only on /metrics");
    }
    out.flush();
  }
}
