/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.simulation.Characteristic;
import dev.runwatch.alarms.simulation.Model;
import dev.runwatch.alarms.simulation.SteadyResult;
import dev.runwatch.alarms.simulation.StepResult;
import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.common.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An operating characteristic as tables of Markdown and as JSON. */
record SimulationReport(Characteristic result) {

  private static final List<Double> SHARES = List.of(0.1, 0.5, 0.9);

  String table() {
    Model model = result.model();
    StringBuilder table = new StringBuilder();
    String group = model.across().word();
    String varied = model.varied().word();
    if (!result.steady().isEmpty()) {
      row(
          table,
          List.of(
              group,
              varied,
              "notifications in 30 days",
              "OK in 30 days",
              "silences in ALARM",
              "raised, cleared in silence"));
      rule(table, 6);
      for (SteadyResult steady : result.steady()) {
        row(
            table,
            List.of(
                Numbers.format(steady.group()),
                Numbers.format(steady.value()),
                rate(steady.perMonth()),
                rate(steady.recoveries() * steady.perMonth() / Math.max(1, steady.notifications())),
                String.valueOf(steady.silences()),
                steady.raisedInSilence() + ", " + steady.clearedInSilence()));
      }
    }
    if (!result.steps().isEmpty()) {
      table.append(table.isEmpty() ? "" : "\n");
      row(
          table,
          List.of(
              group,
              varied,
              "detected in 10 %",
              "50 %",
              "90 % of trials (minutes)",
              "mean",
              "limit"));
      rule(table, 7);
      for (StepResult step : result.steps()) {
        row(
            table,
            List.of(
                Numbers.format(step.group()),
                Numbers.format(step.from()) + " to " + Numbers.format(step.to()),
                minutes(step.percentile(SHARES.get(0))),
                minutes(step.percentile(SHARES.get(1))),
                minutes(step.percentile(SHARES.get(2))),
                minutes(step.mean()),
                step.limit().isPresent() ? minutes(step.limit().getAsDouble()) : "-"));
      }
    }
    return table.toString().stripTrailing();
  }

  String json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("alarm", result.alarm());
    root.put("across", result.model().across().word());
    root.put("varied", result.model().varied().word());
    ArrayNode steadies = root.putArray("steady");
    for (SteadyResult steady : result.steady()) {
      ObjectNode one = steadies.addObject();
      one.put("group", steady.group());
      one.put("value", steady.value());
      one.put("minutes", steady.minutes());
      one.put("notifications", steady.notifications());
      one.put("notifications_a_month", steady.perMonth());
      one.put("recoveries", steady.recoveries());
      one.put("silences_in_alarm", steady.silences());
      one.put("raised_in_silence", steady.raisedInSilence());
      one.put("cleared_in_silence", steady.clearedInSilence());
    }
    ArrayNode steps = root.putArray("steps");
    for (StepResult step : result.steps()) {
      ObjectNode one = steps.addObject();
      one.put("group", step.group());
      one.put("from", step.from());
      one.put("to", step.to());
      one.put("trials", step.minutes().size() + step.missed());
      one.put("missed", step.missed());
      ObjectNode shares = one.putObject("minutes");
      for (double share : SHARES) {
        double minutes = step.percentile(share);
        String name = "p" + Math.round(100 * share);
        if (Double.isFinite(minutes)) {
          shares.put(name, minutes);
        } else {
          shares.putNull(name);
        }
      }
      step.limit().ifPresent(limit -> one.put("limit_minutes", limit));
    }
    return root.toString();
  }

  private static void row(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void rule(StringBuilder table, int columns) {
    table.append("|").append("---:|".repeat(columns)).append('\n');
  }

  private static String rate(double perMonth) {
    return String.format(Locale.ROOT, perMonth >= 100 ? "%.0f" : "%.2f", perMonth);
  }

  private static String minutes(double minutes) {
    return Double.isFinite(minutes) ? String.format(Locale.ROOT, "%.0f", minutes) : "never";
  }
}
