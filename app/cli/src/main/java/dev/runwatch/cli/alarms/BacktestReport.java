/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.backtest.Episode;
import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.backtest.Outcome;
import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.common.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of a back-test as a table and as JSON. */
record BacktestReport(String alarm, History history, long points, List<Outcome> outcomes) {

  private static final int MOST_EPISODES = 20;

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s from %s to %s, %,d data points%n",
            alarm,
            history.from(),
            history.to(),
            points));
    table.append(
        String.format(
            Locale.ROOT, "%12s%8s%12s%12s%n", "threshold", "fired", "in ALARM", "longest"));
    for (Outcome outcome : outcomes) {
      table.append(
          String.format(
              Locale.ROOT,
              "%12s%8d%12s%12s%n",
              Numbers.format(outcome.threshold()),
              outcome.episodes().size(),
              text(outcome.total()),
              text(outcome.longest())));
    }
    for (Outcome outcome : outcomes) {
      if (!outcome.episodes().isEmpty()) {
        table.append(
            String.format(Locale.ROOT, "%nthreshold %s%n", Numbers.format(outcome.threshold())));
        outcome.episodes().stream().limit(MOST_EPISODES).forEach(e -> table.append(row(e)));
        int more = outcome.episodes().size() - MOST_EPISODES;
        if (more > 0) {
          table.append("  … and ").append(more).append(" more: --format json has all\n");
        }
      }
    }
    return table.toString().stripTrailing();
  }

  String json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("alarm", alarm);
    root.put("from", history.from().toString());
    root.put("to", history.to().toString());
    root.put("points", points);
    ArrayNode thresholds = root.putArray("thresholds");
    for (Outcome outcome : outcomes) {
      ObjectNode one = thresholds.addObject();
      one.put("threshold", outcome.threshold());
      one.put("fired", outcome.episodes().size());
      one.put("seconds_in_alarm", outcome.total().toSeconds());
      one.put("longest_seconds", outcome.longest().toSeconds());
      ArrayNode episodes = one.putArray("episodes");
      for (Episode episode : outcome.episodes()) {
        ObjectNode item = episodes.addObject();
        item.put("from", episode.from().toString());
        item.put("to", episode.to().toString());
        item.put("seconds", episode.length().toSeconds());
        item.put("open", episode.open());
      }
    }
    return root.toString();
  }

  private static String row(Episode episode) {
    return String.format(
        Locale.ROOT,
        "  %s  for %s%s%n",
        episode.from(),
        text(episode.length()),
        episode.open() ? ", and still at the end" : "");
  }

  private static String text(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes >= 60
        ? String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60)
        : minutes > 0 || duration.isZero() ? minutes + "m" : duration.toSeconds() + "s";
  }
}
