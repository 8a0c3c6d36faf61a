/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.scenario.ScenarioSeries;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a series in {@code promtool}'s notation, from the start of the case on. A gauge has
 * its value from the first scrape of a minute on. A counter starts at 0 and has grown by the last
 * scrape of a minute. A missing value is a failed scrape, which Prometheus marks as stale.
 */
final class PromtoolSeries {

  private final List<String> runs = new ArrayList<>();
  private String value = "";
  private int count;

  private PromtoolSeries() {}

  static String of(String metric, ScenarioSeries series, Duration step) {
    boolean counter =
        MetricCatalogue.find(metric).filter(it -> it.kind() == MetricKind.COUNTER).isPresent();
    int scrapes = Math.toIntExact(step.dividedBy(PromtoolTests.STEP));
    PromtoolSeries text = new PromtoolSeries();
    double[] values = series.values();
    text.add(counter && values.length > 0 && !Double.isNaN(values[0]) ? "0" : "_", 1);
    double total = 0;
    for (double next : values) {
      if (Double.isNaN(next)) {
        text.miss(scrapes);
      } else if (counter) {
        text.add(Numerals.of(total), scrapes - 1);
        total += next;
        text.add(Numerals.of(total), 1);
      } else {
        text.add(Numerals.of(next), scrapes);
      }
    }
    boolean there = values.length > 0 && !Double.isNaN(values[values.length - 1]);
    if (there) {
      // The verdict on the last minute is asked for one scrape after its end.
      text.add(counter ? Numerals.of(total) : Numerals.of(values[values.length - 1]), 1);
      text.miss(1);
    }
    text.end();
    return String.join(" ", text.runs);
  }

  private void miss(int scrapes) {
    if (!value.equals("_") && !value.isEmpty()) {
      add("stale", 1);
      add("_", scrapes - 1);
    } else {
      add("_", scrapes);
    }
  }

  private void add(String next, int times) {
    if (times == 0) {
      return;
    }
    if (!next.equals(value)) {
      end();
      value = next;
    }
    count += times;
  }

  private void end() {
    if (count > 0) {
      boolean number = !value.equals("_") && !value.equals("stale");
      String run = number ? value + "+0x" + (count - 1) : value + "x" + count;
      runs.add(count == 1 ? value : run);
    }
    value = "";
    count = 0;
  }
}
