/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.explain.Explanation;
import dev.runwatch.alarms.explain.Timing;
import dev.runwatch.alarms.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alarms explain}: an alarm in words and figures. */
@Command(
    name = "explain",
    description =
        "Explain the rule of an alarm, how soon it fires and recovers, and what it costs.")
final class ExplainCommand extends Subcommand {

  @Parameters(
      paramLabel = "ALARM",
      arity = "0..1",
      defaultValue = "",
      description = "The name of an alarm, or a definition file (default: every alarm).")
  private String alarm = "";

  @Override
  int run() {
    List<AlarmDefinition> alarms = alarm.isEmpty() ? definitions() : List.of(definition(alarm));
    for (int i = 0; i < alarms.size(); i++) {
      if (i > 0) {
        out().println();
      }
      explain(alarms.get(i));
    }
    return DONE;
  }

  private void explain(AlarmDefinition definition) {
    Explanation explanation = Explanation.of(definition);
    String optional = definition.optional() ? ", optional" : "";
    out().println(definition.name() + " (" + definition.severity().word() + optional + ")");
    if (!definition.summary().isEmpty()) {
      out().println(definition.summary());
    }
    out().println(explanation.rule());
    out().println();
    if (explanation.timings().isEmpty()) {
      out().println("No simple step from good to bad values was found, so no times are given.");
    } else {
      out().println("Step change: " + explanation.step() + ", from one minute to the next.");
      row("CloudWatch retrieves", "detected", "recovered", "silence", "ALARM ends");
      row("", "after", "after", "detected", "in silence");
      for (Timing timing : explanation.timings()) {
        row(
            "N + " + timing.extra() + " data points",
            text(timing.detected()),
            text(timing.recovered()),
            text(timing.silenceDetected()),
            text(timing.silenceEnded()));
      }
      out()
          .println(
              "Times count from the start of the first minute that differs. Add up to a minute when"
                  + " it differs within a minute, and the time to publish.");
    }
    Optional.ofNullable(definition.warmUp())
        .ifPresent(
            warmUp ->
                out()
                    .println(
                        "Warm-up: not evaluated for "
                            + Durations.format(warmUp.period())
                            + " after its creation"
                            + (warmUp.onlyAfter() ? "." : ", or until data fills its periods.")));
    out()
        .println(
            String.format(
                Locale.ROOT,
                "Cost: %d alarm metric%s, %.2f USD a month (list price of us-east-1; the first ten"
                    + " are free).",
                explanation.billedMetrics(),
                explanation.billedMetrics() == 1 ? "" : "s",
                explanation.dollarsAMonth()));
  }

  private void row(String a, String b, String c, String d, String e) {
    out().println(String.format(Locale.ROOT, "%-22s%12s%12s%14s%15s", a, b, c, d, e));
  }

  private static String text(Optional<Duration> duration) {
    return duration.map(Durations::format).orElse("never");
  }
}
